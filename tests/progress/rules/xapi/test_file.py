"""The file with a member's statements, as it is taken out."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from lessons.models import Lesson, Technique
from massage_site.pages.personal_data import learning_record
from practice import log
from practice.models import PracticeSession
from progress.keeping import keep_answers
from progress.rules.standing import all_read, passed
from screening.clearance import write_record
from screening.rules.answers import Answer as ScreeningAnswer
from screening.rules.journey import Record as ScreeningRecord
from tests.markup import compact
from tests.progress.rules.xapi.statements import KINDS, MONDAY, PRESSURE, SITE, made, verbs
from tests.progress.rules.xapi.xapi_rules import check_record
from tests.screening.visit.kept import writing

ADDRESS = "/accounts/data/xapi/"


def exported(client):
    return json.loads(client.get(ADDRESS).content)


def test_the_learning_record_is_a_file_that_no_cache_keeps(member):
    answer = member.get(ADDRESS)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="warm-hands-learning-record-')
    assert "no-store" in answer["Cache-Control"]
    assert member.get(ADDRESS, headers={"HX-Request": "true"}).content == answer.content


def test_a_member_s_file_holds_sound_statements_and_is_the_same_each_time(member, alice, settings):
    settings.SITE_URL = SITE
    found = exported(member)
    check_record(found)
    assert {statement["actor"]["account"]["name"] for statement in found} == {f"member-{alice.pk}"}
    assert {verb for verb, _ in verbs(found)} == {"answered", "experienced", "completed"}
    assert {statement["object"]["definition"]["name"]["en"] for statement in found} >= {"The usual form"}
    assert exported(member) == found


def test_a_guest_s_file_is_that_of_a_visitor(content, client):
    client.post("/progress/techniques/stroke-long/read/")
    found = exported(client)
    check_record(found)
    assert [statement["actor"]["account"]["name"] for statement in found] == ["visitor"]


def test_whoever_is_unknown_gets_an_empty_list_and_stays_unknown(content, client):
    assert exported(client) == []
    assert not client.cookies


def test_one_member_s_record_holds_nothing_of_another(member, bob):
    other = Client()
    other.force_login(bob)
    assert exported(other) == []


def test_the_file_is_only_to_fetch(member):
    assert member.post(ADDRESS).status_code == 405


def test_nothing_about_health_and_no_address_is_in_the_file(member, alice):
    answer = ScreeningAnswer("yes", datetime.now(UTC).replace(microsecond=0))
    with writing(member) as request:
        write_record(request, ScreeningRecord({"em-stroke-neck": answer}))
    text = member.get(ADDRESS).content.decode()
    for private in (alice.email, "alice", "Knee", "discomfort", "em-stroke-neck", '"felt"'):
        assert private not in text
    assert "em-stroke-neck" in member.get("/accounts/data/export/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_answers(member, alice, django_assert_num_queries):
    request = member.get("/").wsgi_request
    with django_assert_num_queries(6):
        learning_record(request)
    keep_answers(alice.learner, [replace(PRESSURE, key=f"form-{number}") for number in range(2, 30)])
    log.note(request, PracticeSession(minutes=20))
    request = member.get("/").wsgi_request
    with django_assert_num_queries(6):
        assert len(learning_record(request)) > 30


def test_activities_are_named_by_the_addresses_of_their_pages(content):
    lesson, technique = Lesson.objects.get(slug="what-massage-can-do"), Technique.objects.get(slug="stroke-long")
    found = made(PRESSURE, lesson={lesson.slug: passed(MONDAY)}, technique={technique.slug: all_read(MONDAY)})
    ids = {statement["object"]["id"].removeprefix(SITE).partition("#")[0] for statement in found}
    assert ids == {
        technique.get_absolute_url(),
        reverse("checks:check", args=[lesson.slug]),
        reverse("checks:question", args=[lesson.slug, KINDS["one"]]),
    }


def test_the_data_page_offers_the_record_and_says_what_it_is(member, client):
    page = compact(member.get("/accounts/data/").content.decode())
    assert f'href="{ADDRESS}" download' in page
    assert "for other learning programs" in page
    assert ADDRESS not in Client().get("/accounts/data/").content.decode()

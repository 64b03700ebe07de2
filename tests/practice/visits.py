"""A visit whose screening is answered, for tests that need a clearance."""

from dataclasses import replace
from datetime import timedelta

from django.test import RequestFactory

from screening.clearance import read_record, this_moment, write_record
from screening.journey import Record
from screening.questionnaire import load_questionnaire
from screening.rules import Answer

ASKED_ONLY_IF = "em-pregnancy"


def answers(hours_ago=0, **yes):
    """Everybody well; `sunburn={"regions": [...]}` answers that item yes with these follow-ups."""
    at = this_moment() - timedelta(hours=hours_ago)
    given = {slug: Answer("no", at) for slug in load_questionnaire().items if slug != ASKED_ONLY_IF}
    given["consent"] = Answer("yes", at)
    for slug, follow_ups in yes.items():
        given[slug.replace("_", "-")] = Answer("yes", at, follow_ups)
    if given["pregnancy"].value == "yes":
        given[ASKED_ONLY_IF] = Answer("no", at)
    return given


def screen(session, hours_ago=0, without=(), **yes):
    """Answer the whole screening in this session."""
    request = RequestFactory().get("/")
    request.session = session
    given = {slug: answer for slug, answer in answers(hours_ago, **yes).items() if slug not in without}
    write_record(request, replace(read_record(request), answers=given) if session.keys() else Record(given))
    session.save()


def screened(client, **options):
    """This test client's visitor has answered the screening."""
    session = client.session
    screen(session, **options)
    client.cookies["sessionid"] = session.session_key
    return client

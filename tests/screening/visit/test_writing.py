"""A visit is read once a request, and changed under its lock alone."""

import pytest

from screening import models
from screening.clearance import read_record
from screening.rules.journey import Record
from screening.visit.current import visit_of
from screening.visit.state import ANSWERS, LINK, VOICE
from tests.practice.visits import ready, screened
from tests.screening.visit.kept import kept, request_of, writing
from tests.screening.visit.visit import CHECK, FIRST, OUTCOME, START, question

pytestmark = pytest.mark.django_db


def answers(client):
    return read_record(request_of(client)).answers


def shown(client, slug):
    return client.get(question(slug)).context["shown"]


# --- queries


def of_visits(queries):
    return [query["sql"].split()[0] for query in queries if '"screening_visit"' in query["sql"]]


@pytest.mark.parametrize("address", [START, CHECK, OUTCOME, "/practice/", "/practice/step/1/", "/accounts/data/"])
def test_a_page_reads_the_visit_once(content, client, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(100) as queries:
        client.get(address)
    assert of_visits(queries.captured_queries) == []
    ready(client)
    with django_assert_max_num_queries(100) as queries:
        client.get(address)
    assert of_visits(queries.captured_queries) == ["SELECT"]


def test_an_answer_reads_the_visit_once_and_writes_it_once(content, client, django_assert_max_num_queries):
    screened(client)
    sent = {"shown": shown(client, FIRST), "em-chest": "yes"}
    with django_assert_max_num_queries(100) as queries:
        client.post(question(FIRST), sent)
    assert of_visits(queries.captured_queries) == ["SELECT", "UPDATE"]
    assert answers(client)["em-chest"].value == "yes"


# --- writing


def test_what_fails_while_writing_leaves_nothing_behind(content, client):
    screened(client)
    request = request_of(client)

    def fail_half_way():
        with visit_of(request).writing():
            visit_of(request)[VOICE] = "giver"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert VOICE not in visit_of(request)
    assert VOICE not in kept(client)


def test_writing_decides_on_what_is_kept_now_and_may_be_nested(content, client):
    screened(client)
    request = request_of(client)
    assert VOICE not in visit_of(request)
    with writing(client) as other:
        visit_of(other)[VOICE] = "giver"
    with visit_of(request).writing() as is_there, visit_of(request).writing() as is_still_there:
        assert is_there
        assert is_still_there
        assert visit_of(request)[VOICE] == "giver"
        visit_of(request)["country"] = "nz"
    assert (kept(client)[VOICE], kept(client)["country"]) == ("giver", "nz")


def test_nothing_is_changed_outside_of_writing(content, client):
    visit = kept(screened(client))
    with pytest.raises(RuntimeError):
        visit[VOICE] = "giver"
    with pytest.raises(RuntimeError):
        del visit[ANSWERS]
    assert visit.pop(LINK, None) is None


def test_what_a_tab_read_before_another_one_wrote_is_not_written_over_it(content, client):
    screened(client)
    row = models.Visit.objects.get()
    with writing(client) as request:
        visit_of(request)[VOICE] = "giver"
    assert not row.write(sealed=b"")
    assert not row.remove()
    assert kept(client)[VOICE] == "giver"


def test_a_visit_holds_no_answers_in_the_open(content, client):
    screened(client, sunburn={"regions": ["shoulder-l"]})
    assert read_record(request_of(client)) != Record()
    row = models.Visit.objects.values().get()
    assert not [word for word in ("sunburn", "shoulder", "answers") if word in str(row)]

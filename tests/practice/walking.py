"""What the tests here share."""

from tests.markup import compact

PLAN = "/practice/?length=full"  # the usual length; until three massages are noted the short one is chosen


STEP = "/practice/step/1/"


def page(client, address=PLAN, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return compact(answer.content.decode())

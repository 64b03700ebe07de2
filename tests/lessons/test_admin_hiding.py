"""Hiding in the admin what practice rests on: a page asks first and says what closes."""

from html import unescape

import pytest
from django.urls import reverse

from lessons import models as rows
from tests.factories import UserFactory
from tests.staff import enter_as_staff

LESSONS = reverse("admin:lessons_lesson_changelist")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def staff(client):
    return enter_as_staff(client, UserFactory(username="boss", is_staff=True, is_superuser=True))


def carry_out(staff, action, numbers, **more):
    chosen = rows.Lesson.objects.filter(number__in=numbers).values_list("pk", flat=True)
    return staff.post(LESSONS, {"action": action, "_selected_action": list(chosen)} | more)


def hidden():
    return list(rows.Lesson.objects.filter(published=False).order_by("number").values_list("number", flat=True))


def test_a_lesson_that_practice_rests_on_is_hidden_only_after_a_page_that_says_what_closes(staff):
    said = unescape(carry_out(staff, "unpublish", [2, 3, 7]).content.decode())
    assert hidden() == []
    assert "hiding them closes hands-on practice for everybody" in said
    titles = {lesson.number: f"Lesson {lesson.number}, {lesson.words.title}" for lesson in rows.Lesson.objects.all()}
    assert said.index(titles[2]) < said.index(titles[3]) < said.index("Hidden with them") < said.index(titles[7])
    assert titles[1] not in said
    assert carry_out(staff, "unpublish", [2, 3, 7], confirmed="yes").status_code == 302
    assert hidden() == [2, 3, 7]


def test_hiding_them_is_asked_whichever_of_them_it_is(staff):
    for number in (1, 2, 3):
        assert carry_out(staff, "unpublish", [number]).status_code == 200
    assert hidden() == []


def test_nothing_is_asked_where_nothing_closes(staff):
    assert carry_out(staff, "unpublish", [7]).status_code == 302
    assert hidden() == [7]
    assert carry_out(staff, "unpublish", [1], confirmed="yes").status_code == 302
    assert carry_out(staff, "unpublish", [1]).status_code == 302  # it is hidden already
    assert carry_out(staff, "publish", [1, 7]).status_code == 302
    assert hidden() == []

"""Teachers see which questions are missed most and how; nobody sees what one person answered."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from progress.admin import KINDS
from progress.keeping import keep_answers
from progress.models import QuestionTally
from progress.rules.tallies import Figure, figures, percent_of
from tests.factories import UserFactory
from tests.progress.questions.test_question_tally import ORDER, POINT, PRESSURE, SEVERAL, fact
from tests.staff import enter_as_staff
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db
NOW = {question.slug: question.version for question in quiz().questions}
LIST = "/admin/progress/questiontally/"
LEFT = "question-that-left"


@pytest.fixture
def teacher(content):
    """Somebody who may look at the figures and at nothing else."""
    teacher = UserFactory(username="teacher", is_staff=True)
    teacher.user_permissions.set(Permission.objects.filter(codename="view_questiontally"))
    return teacher


@pytest.fixture
def teacher_client(client, teacher):
    return enter_as_staff(client, teacher)


def tally(slug, answered, missed, *, version=None, **options):
    question = quiz().find(slug)
    version = version or (question.version if question else 1)
    return QuestionTally.objects.create(
        question=slug, version=version, answered=answered, missed=missed, options=options
    )


@pytest.fixture
def tallies(content):
    return [
        tally(PRESSURE, 40, 10, giver=6, routine=4, receiver=30),
        tally(SEVERAL, 40, 30, **dict.fromkeys(quiz().question(SEVERAL).keys, 20)),
        tally(POINT, 2, 2, elsewhere=2),
        tally(PRESSURE, 8, 4, version=9, gone=4, receiver=4),
        tally(LEFT, 12, 6, one=12),
    ]


def shown(client, **query):
    return [(row.question, row.version) for row in client.get(LIST, query).context["cl"].result_list]


def page(client, row):
    address = reverse("admin:progress_questiontally_change", args=[row.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    return HtmlPage(address, answer.content.decode())


def rows(page, table="figures__table"):
    """A table as text, row by row."""
    found = next(each for each in page.elements("table") if table in (each.get("class"), each.get("id")))
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in found.find("tbody")]


def listed(client):
    return rows(HtmlPage(LIST, client.get(LIST).content.decode()), "result_list")


def test_the_list_begins_with_what_is_missed_most_and_ties_with_what_was_answered_most(teacher_client, tallies):
    assert shown(teacher_client) == [
        (POINT, NOW[POINT]),
        (SEVERAL, NOW[SEVERAL]),
        (LEFT, 1),
        (PRESSURE, 9),
        (PRESSURE, NOW[PRESSURE]),
    ]


def test_a_row_says_the_question_in_words_and_numbers(teacher_client, tallies):
    stem = "You give a massage. Who decides how firm your hands are?"
    about = "what-massage-can-do · one choice · about safety"
    assert listed(teacher_client)[2:] == [
        [LEFT, "50 %", "6", "12", "version 1, no longer asked"],
        [stem, "50 %", "4", "8", f"{about} · version 9, no longer asked"],
        [stem, "25 %", "10", "40", about],
    ]


def test_a_tally_without_an_answer_stands_last_and_has_no_share(teacher_client, tallies):
    tally(ORDER, 0, 0)
    assert shown(teacher_client)[-1][0] == ORDER
    assert listed(teacher_client)[-1][1:4] == ["–", "0", "0"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"lesson": "what-massage-can-do"}, [(PRESSURE, 9), (PRESSURE, NOW[PRESSURE])]),
        ({"lesson": "no-such-lesson"}, []),
        ({"answers": "enough"}, [(SEVERAL, NOW[SEVERAL]), (LEFT, 1), (PRESSURE, NOW[PRESSURE])]),
        ({"version": "older"}, [(LEFT, 1), (PRESSURE, 9)]),
        ({"version": "present"}, [(POINT, NOW[POINT]), (SEVERAL, NOW[SEVERAL]), (PRESSURE, NOW[PRESSURE])]),
        ({"safety": "yes", "lesson": "what-massage-can-do"}, [(PRESSURE, 9), (PRESSURE, NOW[PRESSURE])]),
        ({"safety": "no", "lesson": "what-massage-can-do"}, []),
        ({"q": "who-decides"}, [(PRESSURE, 9), (PRESSURE, NOW[PRESSURE])]),
        ({"q": "How FIRM your hands"}, [(PRESSURE, 9), (PRESSURE, NOW[PRESSURE])]),
        ({"q": "left"}, [(LEFT, 1)]),
        ({"q": "marmalade"}, []),
    ],
    ids=lambda value: "-".join(f"{key}-{text}" for key, text in value.items()) if isinstance(value, dict) else "",
)
def test_the_list_can_be_narrowed(teacher_client, tallies, query, found):
    assert shown(teacher_client, **query) == found


@pytest.mark.parametrize("name", ["lesson", "safety", "answers", "version"])
def test_a_filter_with_a_wrong_value_never_breaks_the_list(teacher_client, tallies, name):
    assert teacher_client.get(LIST, {name: "<b>"}).status_code == 200


def test_the_safety_filter_tells_the_questions_apart(teacher_client, content):
    for question in quiz().questions:
        tally(question.slug, 10, 1)
    found = {answer: {slug for slug, _ in shown(teacher_client, safety=answer, all="")} for answer in ("yes", "no")}
    assert found["yes"] == {question.slug for question in quiz().questions if question.safety}
    assert found["no"] == {question.slug for question in quiz().questions if not question.safety}


def test_the_page_says_what_it_is_and_names_lessons_by_their_titles(teacher_client, tallies):
    text = HtmlPage(LIST, teacher_client.get(LIST).content.decode()).text("main")
    assert "Which questions are missed most" in text
    assert Lesson.objects.get(slug="what-massage-can-do").words.title in text


def test_the_number_of_queries_does_not_grow_with_what_was_answered(
    teacher_client, content, django_assert_max_num_queries
):
    def queries(limit):
        with django_assert_max_num_queries(limit) as counted:
            assert teacher_client.get(LIST).status_code == 200
        return len(counted)

    tally(PRESSURE, 1, 1)
    few = queries(20)
    for question in quiz().questions[:45]:
        QuestionTally.objects.get_or_create(question=question.slug, version=question.version)
    given = list(quiz().question(SEVERAL).keys[:1])
    for number in range(30):
        keep_answers(UserFactory().learner, [fact(SEVERAL, given, key=f"form-{number}")])
    assert queries(20) == few


# --- one question ----------------------------------------------------------------------------------------------------


def test_a_question_shows_each_option_whether_it_is_right_and_its_share(teacher_client, tallies):
    found = page(teacher_client, tallies[0])
    assert rows(found) == [
        ["The receiver, from moment to moment right", "30", "75 %"],
        ["The giver not right", "6", "15 %"],
        ["The level in the lesson not right", "0", "0 %"],
        ["Whatever felt right last time not right", "4", "10 %"],
    ]
    text = found.text("main")
    assert "You give a massage. Who decides how firm your hands are?" in text
    assert "40 first answers, 10 missed: 25 %" in text
    assert "The first answer of each member to this version counts, once." in text
    assert "More than one option" not in text


def test_a_careful_option_is_called_so(teacher_client):
    found = page(teacher_client, tally("only-low-dose-aspirin", 10, 2, two=6, doctor=2, usual=2))
    assert "Wait until a doctor has agreed careful, counts as right" in [row[0] for row in rows(found)]


def test_a_bar_is_as_long_as_the_number_beside_it(teacher_client, tallies):
    found = page(teacher_client, tallies[0])
    assert [meter.attrib["value"] for meter in found.elements("meter")] == ["75", "15", "0", "10"]


def test_where_several_can_be_chosen_the_page_says_that_shares_may_add_up_to_more(teacher_client, tallies):
    assert "may add up to more than 100 %" in page(teacher_client, tallies[1]).text("main")


def test_an_order_says_which_lines_stood_in_a_wrong_place(teacher_client, content):
    first, second, *rest = quiz().question(ORDER).right
    found = page(teacher_client, tally(ORDER, 4, 1, **{first: 1, second: 1}))
    words = quiz().words_of(ORDER)
    assert "Which lines stood in a wrong place" in found.text("main")
    assert rows(found)[:2] == [
        [f"1. {words.options[first].text}", "1", "25 %"],
        [f"2. {words.options[second].text}", "1", "25 %"],
    ]
    assert len(rows(found)) == 2 + len(rest)


def test_a_point_beside_all_places_has_a_row_of_its_own(teacher_client, tallies):
    assert rows(page(teacher_client, tallies[2]))[-1] == ["Somewhere else on the back not right", "2", "100 %"]


def test_an_older_version_is_shown_apart_by_short_names(teacher_client, tallies):
    found = page(teacher_client, tallies[3])
    assert f"These are answers to an older version. Version {NOW[PRESSURE]} is asked now" in found.text("main")
    assert rows(found) == [["gone", "4", "50 %"], ["receiver", "4", "50 %"]]


def test_a_question_that_left_the_pack_can_still_be_looked_at(teacher_client, tallies):
    found = page(teacher_client, tallies[4])
    assert "This question is no longer asked." in found.text("main")
    assert rows(found) == [["one", "12", "100 %"]]


def test_one_answer_is_one_answer(teacher_client, content):
    assert "1 first answer, 0 missed: 0 %" in page(teacher_client, tally(PRESSURE, 1, 0, receiver=1)).text("main")


def test_the_page_of_every_question_opens(teacher_client, content):
    for kind in KINDS:
        question = next(question for question in quiz().questions if question.kind == kind)
        found = page(teacher_client, tally(question.slug, 3, 1, **{question.keys[0]: 3}))
        assert len(rows(found)) == len(question.keys) + (kind == "point")
        assert not re.search(r"<[^>]+ (style|on\w+)=", found.html)


def test_every_kind_has_a_name():
    assert {question.kind for question in quiz().questions} <= KINDS.keys()


# --- who may see what ------------------------------------------------------------------------------------------------


def test_figures_are_only_to_look_at(teacher_client, tallies):
    address = reverse("admin:progress_questiontally_change", args=[tallies[0].pk])
    assert teacher_client.post(address, {"missed": "0"}).status_code == 403
    assert teacher_client.get(f"{LIST}add/").status_code == 403
    assert teacher_client.get(address.replace("change", "delete")).status_code == 403
    html = teacher_client.get(LIST).content.decode() + teacher_client.get(address).content.decode()
    assert "delete_selected" not in html
    assert 'name="_save"' not in html
    tallies[0].refresh_from_db()
    assert tallies[0].missed == 10


def test_even_a_superuser_rewrites_no_figures(client, tallies):
    enter_as_staff(client, UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:progress_questiontally_change", args=[tallies[0].pk])
    assert client.post(address, {"missed": "0"}).status_code == 403
    assert client.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_staff_without_the_permission_see_no_figures(client, tallies):
    enter_as_staff(client, UserFactory(is_staff=True))
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("admin:progress_questiontally_change", args=[tallies[0].pk])).status_code == 403


def test_members_and_visitors_stay_outside(client, alice, tallies):
    assert client.get(LIST).status_code == 302
    client.force_login(alice)
    assert client.get(LIST).status_code == 302


def test_a_teacher_sees_no_person_s_progress(teacher_client, content):
    assert teacher_client.get("/admin/progress/progress/").status_code == 403


def test_what_one_person_answered_is_in_no_admin():
    shown_models = {model.__name__ for model in admin.site._registry if model._meta.app_label == "progress"}
    assert shown_models == {"Progress", "QuestionTally"}
    kept = {model.__name__ for model in apps.get_app_config("progress").get_models()}
    assert kept - shown_models == {"Answer", "ReviewCard", "LearningChoices", "Certificate"}


# --- the numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, 0), (0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (8, 8, 100)]
)
def test_percent_are_whole_and_half_goes_up(part, whole, percent):
    assert percent_of(part, whole) == percent


def test_an_option_that_the_question_does_not_have_stands_last_by_its_key():
    question = quiz().question(PRESSURE)
    found = figures(question, quiz().words_of(PRESSURE), {"receiver": 1, "zebra": 1}, 2, "")
    assert found[-1] == Figure("zebra", "zebra", 1, 50, None)
    assert len(found) == len(question.keys) + 1

"""Marking what was read and practised: as a guest and a member, with and without htmx."""

import pytest
from django.utils import timezone

from lessons.models import Lesson
from progress.models import Progress
from progress.rules.standing import all_read
from tests.markup import compact
from tests.whole_site.pages import HtmlPage

HTMX = {"HX-Request": "true"}
LESSON = "/lessons/what-massage-can-do/"
TECHNIQUE = "/techniques/stroke-long/"
MARKS = "/progress/techniques/stroke-long/"
POST_ONLY = [
    "/progress/lessons/what-massage-can-do/steps/for-comfort/read/",
    "/progress/lessons/what-massage-can-do/practise/",
    f"{MARKS}read/",
    f"{MARKS}practise/",
    f"{MARKS}unmark/",
]
UNKNOWN = [
    "/progress/lessons/no-such-lesson/steps/for-comfort/read/",
    "/progress/lessons/what-massage-can-do/steps/no-such-step/read/",
    "/progress/lessons/stroking/steps/for-comfort/read/",
    "/progress/lessons/no-such-lesson/practise/",
    "/progress/lessons/no-such-lesson/restart/",
    "/progress/techniques/no-such-technique/read/",
    "/progress/techniques/no-such-technique/practise/",
    "/progress/techniques/no-such-technique/unmark/",
]


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    return client


def words(client, address):
    return HtmlPage(address, client.get(address).content.decode()).text("main")


def test_a_read_step_leads_back_to_the_next_one(person, read_step, steps):
    answer = read_step(person, steps[0])
    assert answer.status_code == 302
    assert answer.url == f"{LESSON}?step={steps[1]}#{steps[1]}"


def test_the_page_after_a_read_step_shows_it(person, read_step, steps):
    read_step(person, steps[0])
    assert words(person, LESSON).count("You have read this step.") == 1
    assert "started" in words(person, LESSON)


def test_finishing_the_last_step_reads_the_lesson(person, read_step, steps):
    for step in steps[:-1]:
        read_step(person, step)
    answer = read_step(person, steps[-1])
    assert answer.url == f"{LESSON}#lesson-end"
    text = words(person, LESSON)
    assert "You have read this lesson." in text
    assert text.count("You have read this step.") == len(steps)
    assert "1 of 14 lessons done" in words(person, "/")


def test_the_home_page_goes_on_where_the_reader_stopped(person, read_step, steps):
    assert "Start lesson 1" in words(person, "/")
    read_step(person, steps[0])
    text = words(person, "/")
    assert "Continue lesson 1" in text
    assert f"step 2 of {len(steps)}" in text
    assert f"{LESSON}?step={steps[1]}#{steps[1]}" in person.get("/").content.decode()


def test_a_double_click_counts_once(person, read_step, steps):
    first, second = read_step(person, steps[0]), read_step(person, steps[0])
    assert first.url == second.url
    assert words(person, LESSON).count("You have read this step.") == 1


def test_an_old_tab_never_takes_the_reader_back(person, read_step, steps):
    read_step(person, steps[2])
    read_step(person, steps[0])
    assert words(person, LESSON).count("You have read this step.") == 3


def test_htmx_gets_the_marked_step_and_the_status_sentence(person, read_step, steps):
    read_step(person, steps[0])
    answer = read_step(person, steps[1], headers=HTMX)
    html = compact(answer.content.decode())
    assert answer.status_code == 200
    assert "<html" not in html
    assert f'id="end-{steps[1]}"' in html
    assert f'id="read-{steps[1]}" href="#{steps[2]}"' in html
    assert 'id="status" hx-swap-oob="innerHTML"' in html
    assert "HX-Request" in answer["Vary"]


def test_htmx_reloads_the_page_when_more_than_the_step_has_changed(person, read_step, steps):
    for step in (steps[0], steps[3], steps[-1]):
        answer = read_step(person, step, headers=HTMX)
        assert answer["HX-Refresh"] == "true", step


def test_forms_swap_in_place_only_where_nothing_else_changes(person, read_step, steps):
    def swapped():
        forms = HtmlPage(LESSON, person.get(LESSON).content.decode()).elements("form")
        return [form.get("hx-post").split("/")[5] for form in forms if form.get("hx-post")]

    assert swapped() == []
    read_step(person, steps[0])
    assert swapped() == steps[1:-1]


def test_practising_a_lesson_also_reads_it(person):
    answer = person.post("/progress/lessons/what-massage-can-do/practise/")
    assert answer.url == f"{LESSON}#lesson-end"
    assert "You have read and practised this lesson." in words(person, LESSON)
    assert "1 of 14 lessons done" in words(person, "/")


def test_starting_again_asks_first_and_then_takes_the_marks_of_one_lesson_away(person, read_step, steps):
    read_step(person, steps[0])
    person.post("/progress/lessons/stroking/practise/")
    assert "Reset lesson 1?" in words(person, "/progress/lessons/what-massage-can-do/restart/")
    assert "You have read this step." in words(person, LESSON)
    assert person.post("/progress/lessons/what-massage-can-do/restart/").url == LESSON
    assert "You have not started this lesson." in words(person, LESSON)
    assert "You have read and practised this lesson." in words(person, "/lessons/stroking/")


def test_starting_again_twice_does_no_harm(person, lesson):
    for _ in range(2):
        assert person.post("/progress/lessons/what-massage-can-do/restart/").status_code == 302


def test_a_technique_is_read_practised_and_unmarked(person):
    assert person.post(f"{MARKS}read/").url == f"{TECHNIQUE}#technique-end"
    assert "You read this on" in words(person, TECHNIQUE)
    person.post(f"{MARKS}practise/")
    assert "You last practised this on" in words(person, TECHNIQUE)
    person.post(f"{MARKS}unmark/")
    assert "You have not marked this technique yet." in words(person, TECHNIQUE)


def test_htmx_gets_the_marks_of_a_technique(person):
    person.post(f"{MARKS}read/")
    answer = person.post(f"{MARKS}practise/", headers=HTMX)
    html = answer.content.decode()
    assert "<html" not in html
    assert 'id="technique-end"' in html
    assert "Marked as practised." in html
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("address", POST_ONLY)
def test_marks_are_never_made_by_looking(content, client, address):
    assert client.get(address).status_code == 405
    assert not client.cookies


@pytest.mark.parametrize("address", UNKNOWN)
def test_unknown_lessons_steps_and_techniques_are_not_there(person, address):
    assert person.post(address).status_code == 404


def test_a_lesson_that_left_the_pack_cannot_be_marked(person, lesson, read_step, steps):
    Lesson.objects.filter(pk=lesson.pk).update(published=False)
    assert read_step(person, steps[0]).status_code == 404


def test_progress_survives_a_lesson_that_leaves_the_pack_for_a_while(person, lesson):
    person.post(f"/progress/lessons/{lesson.slug}/practise/")
    Lesson.objects.filter(pk=lesson.pk).update(published=False)
    assert "0 of 13 lessons done" in words(person, "/progress/")
    Lesson.objects.filter(pk=lesson.pk).update(published=True)
    assert "1 of 14 lessons done" in words(person, "/progress/")


def test_the_list_of_lessons_filters_by_state(person, read_step, steps):
    read_step(person, steps[0])
    person.post("/progress/lessons/stroking/practise/")

    def found(state):
        page = HtmlPage("/lessons/", person.get(f"/lessons/?state={state}").content.decode())
        links = {a.get("href") for a in page.elements("a")}
        return {slug for slug in ("what-massage-can-do", "stroking", "kneading") if f"/lessons/{slug}/" in links}

    assert [found(state) for state in ("started", "practised", "new")] == [
        {"what-massage-can-do"},
        {"stroking"},
        {"kneading"},
    ]


def test_progress_of_one_member_is_not_another_s(content, client, alice, bob):
    client.force_login(alice)
    client.post("/progress/lessons/what-massage-can-do/practise/")
    client.force_login(bob)
    assert "0 of 14 lessons done" in words(client, "/progress/")
    assert set(Progress.objects.values_list("learner__user__username", flat=True)) == {"alice"}


def test_erasing_progress_asks_first_then_leaves_the_account_alone(content, alice_client, alice, bob):
    Progress.keep(bob.learner, {"lesson": {"stroking": all_read(timezone.now())}}, {})
    alice_client.post("/progress/lessons/what-massage-can-do/practise/")
    alice_client.post(f"{MARKS}read/")
    alice.learner.practice_sessions.create(minutes=30)
    bob.learner.practice_sessions.create(minutes=30)
    assert "add up to 30 minutes" in words(alice_client, "/progress/")
    assert "Erase progress and practice notes?" in words(alice_client, "/progress/erase/")
    assert alice.learner.progress.count() == 2
    assert alice_client.post("/progress/erase/").url == "/accounts/data/"
    assert alice.learner.progress.count() == alice.learner.practice_sessions.count() == 0
    assert bob.learner.progress.count() == bob.learner.practice_sessions.count() == 1
    assert "Nothing is marked yet" in words(alice_client, "/progress/")
    assert alice_client.session["_auth_user_id"] == str(alice.pk)


def test_a_guest_erases_progress_too(content, client):
    client.post(f"{MARKS}read/")
    client.post("/progress/erase/")
    assert not Progress.objects.exists()
    assert "nothing to erase" in words(client, "/progress/erase/")

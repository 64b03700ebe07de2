"""Teachers edit words in the admin: checked like the pack, rendered, kept; facts of safety are only to look at."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from lessons import models as rows
from lessons.names import places as map_names
from lessons.pack.pressures import pressures
from tests.factories import UserFactory
from tests.staff import enter_as_staff

pytestmark = pytest.mark.django_db
FACTS_MODELS = [
    rows.Claim,
    rows.GlossaryTerm,
    rows.Guide,
    rows.Lesson,
    rows.MapFeature,
    rows.Region,
    rows.Technique,
    rows.TechniqueFamily,
]


@pytest.fixture
def teacher(content):
    """Somebody who may change content and nothing else."""
    teacher = UserFactory(username="teacher", is_staff=True)
    allowed = Permission.objects.filter(content_type__app_label="lessons", codename__regex="^(view|change)_")
    teacher.user_permissions.set(allowed)
    return teacher


@pytest.fixture
def teacher_client(client, teacher):
    return enter_as_staff(client, teacher)


def change_address(row):
    return reverse(f"admin:lessons_{row._meta.model_name}_change", args=[row.pk])


def list_address(model):
    return reverse(f"admin:lessons_{model._meta.model_name}_changelist")


def history_address(row):
    return reverse(f"admin:lessons_{row._meta.model_name}_history", args=[row.pk])


def form_data(response):
    """What a browser would send back when nothing was typed."""
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            text = "" if value is None or value is False else str(value)
            data[bound.html_name] = text.replace("\r\n", "\n").replace("\n", "\r\n")
            if value is False:
                del data[bound.html_name]
    return data


def save(client, row, **changes):
    """Open the page, type into the first text's fields, press Save."""
    address = change_address(row)
    data = form_data(client.get(address))
    for name, value in changes.items():
        key = name if name in ("published",) else f"texts-0-{name}"
        data.pop(key) if value is None else data.update({key: value})
    return client.post(address, data)


def errors(response):
    return [message for formset in response.context["inline_admin_formsets"] for message in told(formset.formset)]


def told(formset):
    return [f"{name}: {message}" for form in formset.forms for name, texts in form.errors.items() for message in texts]


@pytest.fixture
def squeezing(content):
    return rows.Lesson.objects.get(slug="squeezing")


@pytest.fixture
def sawing(content):
    return rows.Technique.objects.get(slug="rub-saw")


@pytest.mark.parametrize("model", [*FACTS_MODELS, rows.Source], ids=lambda model: model.__name__)
def test_lists_open_and_offer_neither_adding_nor_deleting(teacher_client, model):
    response = teacher_client.get(list_address(model))
    assert response.status_code == 200
    assert "delete_selected" not in response.content.decode()
    assert teacher_client.get(reverse(f"admin:lessons_{model._meta.model_name}_add")).status_code == 403
    row = model.objects.first()
    assert (
        teacher_client.post(reverse(f"admin:lessons_{model._meta.model_name}_delete", args=[row.pk])).status_code == 403
    )


@pytest.mark.parametrize("model", FACTS_MODELS, ids=lambda model: model.__name__)
def test_saving_without_a_change_changes_nothing(teacher_client, model):
    for row in model.objects.order_by("pk")[:3]:
        before = row.texts.values().get()
        assert save(teacher_client, row).status_code == 302
        assert row.texts.values().get() == before


@pytest.mark.parametrize("words", ["edited", "again", "pack"])
def test_the_list_can_be_narrowed_by_where_words_come_from(teacher_client, squeezing, words):
    save(teacher_client, squeezing, summary="Press slowly along the arrows.")
    found = teacher_client.get(list_address(rows.Lesson), {"words": words}).context["cl"].result_count
    assert found == {"edited": 1, "again": 0, "pack": 13}[words]


def test_people_who_are_no_teachers_stay_outside(alice_client, content):
    assert alice_client.get(list_address(rows.Lesson)).status_code == 302


def test_an_edited_text_is_rendered_searchable_and_kept_by_the_next_load(teacher_client, squeezing, capsys):
    body = squeezing.words.body.replace(
        "Nothing is pinched.", "Nothing is *ever* pinched, says [sawing](technique:rub-saw)."
    )
    assert save(teacher_client, squeezing, title="Slow marmalade", body=body).status_code == 302
    text = squeezing.texts.get()
    assert text.edited_in_admin
    assert "<em>ever</em>" in text.steps[0]["html"]
    assert 'href="/techniques/rub-saw/"' in text.steps[0]["html"]
    assert "slow marmalade" in text.search_text
    call_command("load_content")
    assert "Kept as edited in the admin: lesson text squeezing en" in capsys.readouterr().out
    assert squeezing.texts.get().title == "Slow marmalade"


def test_the_page_shows_the_edited_words_at_once(teacher_client, client, sawing):
    save(teacher_client, sawing, body="1. First **this**.\n2. Then that.", limits="Not on sunburn.\nNot on a rash.")
    page = client.get(sawing.get_absolute_url()).content.decode()
    assert "First <strong>this</strong>." in page
    assert "Not on a rash." in page


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("summary", "This heals the back.", "summary: 'heals' promises too much here; say it plainly or inside"),
        ("feel", "Toxins leave.", "feel: 'Toxins' promises too much"),
        (
            "limits",
            "A [dead end](claim:toxin).",
            "limits: the link 'claim:toxin' leads nowhere; did you mean 'toxins'?",
        ),
        ("summary", "See [this](claim:toxins).", "summary: links do not work in this field; use plain words"),
        ("body", "Go [away](https://example.org).", "body: 'https://example.org' is not a link this site knows"),
        ("body", "<script>alert(1)</script>", "body: '<script>' does not work; only paragraphs"),
        ("hand", "", "hand: This field is required."),
        ("chair", "", "chair: Say how it is done on a chair"),
        ("hand", "Level 4: {feel:4}.", "hand: '{feel:4}' names no level"),
        ("mistakes", "wrong: too fast\nbetter: slow", "mistakes: Line 2: start it with one of “wrong:”, “instead:”."),
        ("mistakes", "wrong: too fast", "mistakes: 1 instead: this key is missing; add it"),
        ("mistakes", "wrong: too fast\ninstead: it cures", "mistakes: 'cures' promises too much"),
    ],
)
def test_words_the_pack_would_refuse_are_refused_with_the_fix_and_nothing_is_lost(
    teacher_client, sawing, field, value, told
):
    before = sawing.texts.values().get()
    response = save(teacher_client, sawing, **{field: value, "name": "Half-typed"})
    assert response.status_code == 200
    assert any(message.startswith(told) for message in errors(response)), errors(response)
    assert 'value="Half-typed"' in response.content.decode()
    assert sawing.texts.values().get() == before


def opened(client, row):
    return form_data(client.get(change_address(row)))


def test_two_teachers_at_one_field_lose_nothing(teacher_client, sawing):
    first, second = (opened(teacher_client, sawing) for _tab in range(2))
    teacher_client.post(change_address(sawing), first | {"texts-0-summary": "One hand goes up."})
    answer = teacher_client.post(change_address(sawing), second | {"texts-0-summary": "One hand goes down."})
    page = answer.content.decode()
    assert "Somebody changed this meanwhile, and yours is not saved yet. It now says: One hand goes up." in page
    assert "One hand goes down.</textarea>" in page
    assert sawing.texts.get().summary == "One hand goes up."
    assert teacher_client.post(change_address(sawing), form_data(answer)).status_code == 302
    assert sawing.texts.get().summary == "One hand goes down."


def test_two_teachers_at_two_fields_both_keep_their_words(teacher_client, sawing):
    first, second = (opened(teacher_client, sawing) for _tab in range(2))
    teacher_client.post(change_address(sawing), first | {"texts-0-summary": "One hand goes up."})
    teacher_client.post(change_address(sawing), second | {"texts-0-feel": "Warm and steady."})
    text = sawing.texts.get()
    assert (text.summary, text.feel) == ("One hand goes up.", "Warm and steady.")


def test_a_teacher_too_has_the_feel_of_a_level_written_out(teacher_client, sawing):
    save(teacher_client, sawing, hand="Both edges: {feel:2}.")
    assert sawing.texts.get().hand == f"Both edges: {pressures('en')[2].feel}."


def test_the_steps_of_a_lesson_stay_and_stay_in_order(teacher_client, squeezing):
    body = squeezing.words.body.replace("{#second-hand}", "{#other-hand}")
    response = save(teacher_client, squeezing, body=body)
    [message] = errors(response)
    assert message.startswith("body: the steps must be slow-wave, small-of-the-back")
    assert (
        "found slow-wave, small-of-the-back, lower-chest-part, widest-muscles, up-to-the-shoulders, other-hand"
        in message
    )


def test_a_lesson_needs_two_objectives_and_rulings_keep_their_sources(teacher_client, squeezing):
    assert errors(save(teacher_client, squeezing, objectives="Only one."))[0].startswith("objectives: ")
    ruling = "source: It says so.\nteach: The other way.\nwhy: It is calmer.\nrefs: S9, V:MOR"
    assert save(teacher_client, squeezing, rulings=ruling).status_code == 302
    text = squeezing.texts.get()
    assert text.rulings == [
        {"source": "It says so.", "teach": "The other way.", "why": "It is calmer.", "refs": ["S9", "V:MOR"]}
    ]
    assert text.rulings_html[0]["why"] == "It is calmer."
    wrong = ruling.replace("V:MOR", "a book")
    assert "refs" in errors(save(teacher_client, squeezing, rulings=wrong))[0]


def test_a_claim_page_may_name_what_it_weighs(teacher_client, content):
    claim = rows.Claim.objects.get(slug="toxins")
    assert save(teacher_client, claim, short="No trial shows that toxins leave.").status_code == 302
    assert errors(save(teacher_client, claim, body="See [this](claim:nowhere)."))


@pytest.mark.parametrize(
    "field",
    ["slug", "pressure", "regions", "path", "banned", "tempo", "dose", "family", "lesson", "sources", "contact"],
)
def test_facts_of_safety_can_be_seen_and_not_sent(teacher_client, sawing, field):
    page = teacher_client.get(change_address(sawing))
    assert "They change in the content pack" in page.content.decode()
    assert field not in page.context["adminform"].form.fields
    before = rows.Technique.objects.values().get(pk=sawing.pk)
    data = form_data(page) | {field: "[]", "published": "on"}
    assert teacher_client.post(change_address(sawing), data).status_code == 302
    assert rows.Technique.objects.values().get(pk=sawing.pk) == before


def test_a_page_is_hidden_and_brought_back(teacher_client, client, sawing):
    data = {"action": "unpublish", "_selected_action": [sawing.pk]}
    response = teacher_client.post(list_address(rows.Technique), data, follow=True)
    assert "1 page is hidden now. “Publish” brings them back." in response.content.decode()
    assert client.get(sawing.get_absolute_url()).status_code == 404
    call_command("load_content", verbosity=0)
    assert client.get(sawing.get_absolute_url()).status_code == 404
    teacher_client.post(list_address(rows.Technique), data | {"action": "publish"})
    assert client.get(sawing.get_absolute_url()).status_code == 200


def history(row):
    entries = LogEntry.objects.filter(object_id=str(row.pk), content_type__model=row._meta.model_name)
    return [(entry.user.username, entry.change_message) for entry in entries.order_by("pk")]


def test_what_is_done_to_many_rows_is_in_the_history_of_each(teacher_client, sawing, squeezing):
    def carry_out(action, row, model):
        teacher_client.post(list_address(model), {"action": action, "_selected_action": [row.pk]})

    for action in ("publish", "unpublish", "unpublish", "publish"):  # nothing changes by the first and the third
        carry_out(action, sawing, rows.Technique)
    assert history(sawing) == [("teacher", "Unpublished."), ("teacher", "Published.")]
    squeezing.texts.update(edited_in_admin=True)
    for action in ("keep_the_text_here", "take_the_packs_text", "keep_the_text_here"):
        carry_out(action, squeezing, rows.Lesson)
    assert history(squeezing) == [
        ("teacher", "Takes the pack's text again at the next load."),
        ("teacher", "Keeps the text edited here."),
    ]
    assert not history(rows.Technique.objects.exclude(pk=sawing.pk).first())
    assert "Unpublished." in teacher_client.get(history_address(sawing)).content.decode()


def test_what_warns_people_has_no_history_of_being_hidden(teacher_client, content):
    warning = rows.Region.objects.first()
    teacher_client.post(list_address(rows.Region), {"action": "unpublish", "_selected_action": [warning.pk]})
    assert not history(warning)


def test_unticking_published_is_kept_by_the_next_load(teacher_client, sawing):
    assert save(teacher_client, sawing, published=None).status_code == 302
    call_command("load_content", verbosity=0)
    sawing.refresh_from_db()
    assert not sawing.published
    assert sawing.edited_in_admin


@pytest.mark.parametrize("model", [rows.Region, rows.MapFeature, rows.Guide], ids=lambda model: model.__name__)
def test_what_warns_people_cannot_be_hidden(teacher_client, content, model):
    warning = model.objects.exclude(kind__in=["preparation", "posture"]) if model is rows.Guide else model.objects
    data = {"action": "unpublish", "_selected_action": [row.pk for row in warning.all()]}
    response = teacher_client.post(list_address(model), data, follow=True)
    assert "warn people and stay" in response.content.decode()
    assert not model.objects.filter(published=False).exists()
    assert "published" not in teacher_client.get(change_address(warning.first())).context["adminform"].form.fields


def test_a_text_is_given_back_to_the_pack_and_that_can_be_taken_back(teacher_client, squeezing):
    first_title = squeezing.words.title
    save(teacher_client, squeezing, title="Ours")
    again = {"action": "take_the_packs_text", "_selected_action": [squeezing.pk]}
    keep = {"action": "keep_the_text_here", "_selected_action": [squeezing.pk]}
    teacher_client.post(list_address(rows.Lesson), again)
    assert "at the next load" in teacher_client.get(list_address(rows.Lesson)).content.decode()
    teacher_client.post(list_address(rows.Lesson), keep)
    call_command("load_content", verbosity=0)
    assert squeezing.texts.get().title == "Ours"
    teacher_client.post(list_address(rows.Lesson), again)
    call_command("load_content", verbosity=0)
    text = squeezing.texts.get()
    assert (text.title, text.edited_in_admin) == (first_title, False)


def test_a_renamed_region_is_on_the_map_at_once(teacher_client, content, django_capture_on_commit_callbacks):
    region = rows.Region.objects.get(slug="sacral")
    assert map_names.map_names()["sacral"] != "Tail end"
    with django_capture_on_commit_callbacks(execute=True):
        save(teacher_client, region, name="Tail end")
    assert map_names.map_names()["sacral"] == "Tail end"


def test_rows_lead_to_their_pages(teacher_client, client, content):
    for model in FACTS_MODELS:
        row = model.objects.first()
        page = teacher_client.get(change_address(row)).content.decode()
        address = page.split('class="viewsitelink"')[0].rsplit('href="', 1)[1].split('"')[0]
        assert client.get(address).status_code == 200, address


def test_a_hidden_row_offers_no_dead_link(teacher_client, sawing):
    rows.Technique.objects.update(published=False)
    assert "viewsitelink" not in teacher_client.get(change_address(sawing)).content.decode()

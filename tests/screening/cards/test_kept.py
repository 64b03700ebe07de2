"""Cards in the database: sealed, opened, sealed anew, purged."""

import json
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from screening.cards import kept as cards
from screening.models import ReceiverCard, ReceiverLink
from screening.rules.assessment import answer_expires_at
from screening.rules.questionnaire import load_questionnaire
from screening.wording import load_wording
from tests.screening.cards.cards import KEY, OTHER_KEY, PLANTED, aged, card_for, everything_stored, moment, record_of
from tests.screening.rules.documents import yes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_a_key(settings):
    settings.CARD_KEYS = [KEY]


def test_a_card_gives_back_what_a_later_day_can_use(alice):
    record = record_of(cord_injury=yes(), sunburn=yes(whole_back=False, regions=["flank-l"]))
    card = card_for(alice, cord_injury=yes(), sunburn=yes(whole_back=False, regions=["flank-l"]))
    kept = cards.opened(card, moment()).answers
    assert kept["cord-injury"].value == record.answers["cord-injury"].value
    assert "pain-level" in kept
    assert not kept.keys() & {"sunburn", "fever", "consent", "giver-ready", "touch-comfort", "alcohol-drugs"}


def test_details_that_nobody_could_answer_stay_so(alice):
    card = card_for(alice, left_open=["cord-injury/go-ahead", "fever/none"], cord_injury=yes())
    assert cards.opened(card, moment()).left_open == {"cord-injury/go-ahead"}


def test_a_card_lasts_as_long_as_its_last_useful_answer(alice):
    card = card_for(alice)
    kept = cards.opened(card, moment()).answers
    assert card.expires_at == max(answer_expires_at(slug, answer) for slug, answer in kept.items())
    assert card.agreed_at <= moment() + timedelta(seconds=1)


def test_answers_cannot_be_read_in_the_database(alice):
    card_for(alice, cord_injury=yes())
    assert b"Sunny" in everything_stored()
    assert not PLANTED.search(everything_stored())


def test_the_search_would_find_an_answer_that_lies_open(alice):
    card = card_for(alice, cord_injury=yes())
    opened = Fernet(KEY).decrypt(bytes(card.sealed))
    ReceiverCard.objects.filter(pk=card.pk).update(sealed=opened)
    assert PLANTED.search(everything_stored())


def test_without_its_key_a_card_stays_shut(alice, settings):
    card = card_for(alice)
    settings.CARD_KEYS = [OTHER_KEY]
    assert cards.opened(card, moment()) is None
    settings.CARD_KEYS = []
    assert not cards.are_kept()


def test_a_card_does_not_open_in_the_place_of_another(alice):
    one, other = card_for(alice, "One", cord_injury=yes()), card_for(alice, "Other")
    other.sealed = one.sealed
    assert cards.opened(other, moment()) is None


def test_a_card_that_was_tampered_with_stays_shut(alice):
    card = card_for(alice)
    card.sealed = bytes(card.sealed)[:-4] + b"AAAA"
    assert cards.opened(card, moment()) is None


def test_an_answer_that_cannot_be_read_any_more_is_asked_again(alice):
    card = card_for(alice)
    document = json.loads(Fernet(KEY).decrypt(bytes(card.sealed)))
    document["items"] |= {"no-such-item": {"answer": "no"}, "cancer": {"answer": "perhaps"}}
    card.sealed = Fernet(KEY).encrypt(json.dumps(document).encode())
    kept = cards.opened(card, moment()).answers
    assert "cancer" not in kept
    assert "epilepsy" in kept


def test_a_card_of_older_questions_loses_only_what_changed(alice, monkeypatch):
    card = card_for(alice)
    questions = load_questionnaire()
    changed = {**questions.items, "cancer": questions.items["cancer"].model_copy(update={"since": 9})}
    newer = questions.model_copy(update={"version": 9, "items": changed})
    monkeypatch.setattr(cards, "load_questionnaire", lambda: newer)
    kept = cards.opened(card, moment()).answers
    assert "cancer" not in kept
    assert "epilepsy" in kept


def test_a_card_kept_under_the_first_version_asks_again_what_the_second_changed(alice):
    """A weak arm is now asked about with one question more; nothing changed about diabetes."""
    old_neuro = yes(limb="arm", side="l", course="new")
    card = card_for(alice, neuro=old_neuro, diabetes=yes(unstable_today=False, regions=["sacral"]))
    card.questions_version = 1
    kept = cards.opened(card, moment()).answers
    assert not kept.keys() & {"neuro", "no-feedback", "osteoporosis"}
    assert kept["diabetes"].follow_ups["regions"] == ["sacral"]


def test_a_card_of_questions_still_to_come_holds_nothing(alice):
    card = card_for(alice)
    card.questions_version = load_questionnaire().version + 1
    assert not cards.opened(card, moment()).answers


def test_a_nickname_is_there_once_whatever_its_capitals(alice, bob):
    card_for(alice, "Sunny")
    card_for(bob, "Sunny")
    with pytest.raises(IntegrityError), transaction.atomic():
        card_for(alice, "sunny")
    with pytest.raises(IntegrityError), transaction.atomic():
        card_for(alice, "")


def test_erasing_a_person_erases_the_cards(alice, bob):
    card_for(alice)
    card_for(bob)
    alice.delete()
    assert [card.user for card in ReceiverCard.objects.all()] == [bob]


def test_the_summary_tells_what_holds_and_no_answer(alice):
    card = aged(card_for(alice, cord_injury=yes()), days=1)
    (summary,) = cards.summaries([card], load_wording(), moment())
    assert summary.is_readable
    assert summary.holding
    assert summary.to_ask
    assert all(0 <= theme.holds <= theme.count for theme in summary.themes)
    assert "cord" not in repr(summary.themes)


def test_a_theme_holds_while_one_of_its_answers_does(alice):
    card = card_for(alice)
    early, late = (cards.summaries([card], load_wording(), moment(days=-days))[0] for days in (0, 400))
    assert not early.to_ask
    assert not late.holding


# --- commands


def test_rotating_seals_under_the_first_key(alice, settings, capsys):
    card = card_for(alice, cord_injury=yes())
    settings.CARD_KEYS = [OTHER_KEY, KEY]
    call_command("rotate_card_keys")
    assert capsys.readouterr().out == "Sealed anew: 1 cards, 0 second factors.\n"
    settings.CARD_KEYS = [OTHER_KEY]
    card.refresh_from_db()
    assert "cord-injury" in cards.opened(card, moment()).answers


def test_rotating_tells_of_a_card_that_no_key_opens(alice, settings):
    card = card_for(alice)
    before = bytes(card.sealed)
    settings.CARD_KEYS = [OTHER_KEY]
    with pytest.raises(CommandError, match="1 cards and 0 second factors open with none"):
        call_command("rotate_card_keys")
    card.refresh_from_db()
    assert bytes(card.sealed) == before


def test_rotating_needs_a_key(settings):
    settings.CARD_KEYS = []
    with pytest.raises(CommandError, match="MASSAGE_CARD_KEYS"):
        call_command("rotate_card_keys")


def test_rotating_leaves_alone_what_changed_meanwhile(alice, settings):
    card = card_for(alice)
    ReceiverCard.objects.filter(pk=card.pk).update(sealed=b"newer")
    assert cards.seal_anew(card)
    card.refresh_from_db()
    assert bytes(card.sealed) == b"newer"


def test_purging_erases_what_has_run_out_and_nothing_else(alice, capsys):
    kept, gone = card_for(alice, "Kept"), card_for(alice, "Gone")
    ReceiverCard.objects.filter(pk=gone.pk).update(expires_at=moment(seconds=1))
    ReceiverLink.objects.create(token_hash="a", created_at=moment(hours=3), expires_at=moment(hours=1))
    ReceiverLink.objects.create(token_hash="b", created_at=moment(), expires_at=moment(hours=-2))
    call_command("purge_cards")
    assert capsys.readouterr().out == "Erased: 1 cards, 1 links.\n"
    assert list(ReceiverCard.objects.all()) == [kept]
    assert ReceiverLink.objects.get().token_hash == "b"

"""A law for whatever points at a learner: it goes along when a guest signs in, and nothing of it outlives erasing."""

import pytest
from django.apps import apps
from django.utils import timezone

from learners.models import Learner, join
from progress.keeping import keep_answers
from progress.models import LearningChoices
from tests.pages.people import ANSWERED, CHOSEN
from tests.practice.factories import PracticeSessionFactory

pytestmark = pytest.mark.django_db

MADE_BY = {  # how a guest comes to have one; a new kind of row is added here
    "progress.Progress": lambda guest: guest.progress.create(
        kind="lesson", slug="stroking", started_at=timezone.now(), touched_at=timezone.now()
    ),
    "progress.Answer": lambda guest: keep_answers(guest, [ANSWERED]),
    "progress.ReviewCard": lambda guest: None,  # made with the answer
    "progress.LearningChoices": lambda guest: LearningChoices.keep(guest, CHOSEN),
    "practice.PracticeSession": lambda guest: PracticeSessionFactory(learner=guest),
}
OF_MEMBERS_ALONE = {"progress.Certificate"}


def kinds_of_rows():
    return {
        model._meta.label
        for model in apps.get_models()
        if any(field.related_model is Learner for field in model._meta.get_fields() if not field.auto_created)
    }


def owners(kind):
    return set(apps.get_model(kind).objects.values_list("learner", flat=True))


@pytest.fixture
def guest():
    guest, _token = Learner.new_guest()
    for make in MADE_BY.values():
        make(guest)
    assert all(owners(kind) == {guest.pk} for kind in MADE_BY)
    return guest


def test_each_kind_of_row_is_looked_at_here():
    assert kinds_of_rows() == MADE_BY.keys() | OF_MEMBERS_ALONE


def test_each_kind_of_row_goes_along_at_sign_in(content, guest, alice):
    join([guest], alice.learner)
    assert all(owners(kind) == {alice.learner.pk} for kind in MADE_BY)


def test_no_kind_of_row_outlives_its_learner(content, guest):
    with guest.writing():
        guest.delete()
    assert not any(owners(kind) for kind in MADE_BY)


def test_erasing_the_progress_takes_each_kind_of_row_of_progress(content, guest, rf):
    forget(guest, rf)
    left = {kind for kind in MADE_BY if owners(kind)}
    assert left == {"practice.PracticeSession"}  # the log has a page of its own


def forget(guest, rf):
    from learners.visitor import Visitor
    from progress.learning import Learning

    visitor = Visitor(rf.post("/"))
    visitor._learner = guest
    Learning(visitor).forget_all()

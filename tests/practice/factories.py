"""One factory a model: the least that makes a valid row."""

import factory

from tests.factories import UserFactory


class PracticeSessionFactory(factory.django.DjangoModelFactory):
    """Twenty minutes, a moment ago."""

    class Meta:
        model = "practice.PracticeSession"

    learner = factory.LazyFunction(lambda: UserFactory().learner)
    minutes = 20

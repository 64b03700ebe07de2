"""One factory a model: the least that makes a valid row, all else is said by the test."""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from learners.models import Learner

PASSWORD = "warm oil, slow hands"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address and a password that is known to tests."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed_address(self, create, extracted, **kwargs):
        if create:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)

    @factory.post_generation
    def learning(self, create, extracted, **kwargs):
        """Has learned something here before; `learning=False`: nothing is kept for this member yet."""
        if create and extracted is not False:
            Learner.objects.create(user=self)

"""Learners for tests: the guest that a client's cookie names, and what a request of a client knows of its sender."""

from learners.models import Learner
from learners.visitor import PREFIX
from progress.learning import learning_of


def guest_of(client):
    """The guest that this client's cookie names; made where there is none yet."""
    tokens = [morsel.value for name, morsel in client.cookies.items() if name.startswith(PREFIX)]
    found = Learner.objects.by_tokens(tokens).first()
    if found is None:
        found, token = Learner.new_guest()
        client.cookies[f"{PREFIX}test"] = token
    return found


def learner_by(client, user=None):
    return user.learner if user else guest_of(client)


def learning_by(client):
    """What the site knows of this client's visitor, by a request that draws no page."""
    return learning_of(client.get("/robots.txt").wsgi_request)

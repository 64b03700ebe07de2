"""What the tests here share."""

from tests.factories import PASSWORD


def sign_in(client, user, password=PASSWORD):
    return client.post("/accounts/login/", {"login": user.email, "password": password})


def confirm_identity(client):
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/2fa/"})
    assert answer.status_code == 302

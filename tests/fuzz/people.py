"""Who asks: guests at several points of a visit, a member and staff, with something of all that can be kept here."""

from dataclasses import dataclass
from hashlib import sha256
from time import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from lessons.quiz.questions import quiz
from practice.models import PracticeSession
from progress.models import Certificate, QuestionTally
from screening.clearance import this_moment
from screening.receiver import links as receiver_links
from screening.visit.current import visit_of
from screening.visit.state import PHONE, begin_link
from tests.factories import UserFactory
from tests.practice.visits import checked, screen, screened
from tests.screening.cards.cards import card_for
from tests.screening.visit.kept import writing

LATER = 60 * 60  # whoever showed who they are has done so for the whole run


@dataclass(frozen=True)
class People:
    """Cookies by role and name, what the member keeps, and a link that waits to be opened."""

    cookies: dict[str, dict[str, dict[str, str]]]
    member: Any
    token: str

    @property
    def roles(self) -> list[str]:
        return list(self.cookies)


def signed_in(user: Any) -> Client:
    """A browser in which this person has just shown by password and app who they are."""
    client = Client()
    client.force_login(user)
    session = client.session
    at = time() + LATER
    session["account_authentication_methods"] = [
        {"method": "password", "at": at, "email": user.email},
        {"method": "mfa", "type": "totp", "at": at},
    ]
    session.save()
    return client


def make_people() -> People:
    member, helper = UserFactory(username="member"), UserFactory(username="staff", is_staff=True, is_superuser=True)
    for person in (member, helper):
        _ways_to_sign_in(person)
    browsers = {
        "guest": {"stranger": Client(), "reader": _reader(), "ready": _ready(), "phone": _phone(), "giver": _giver()},
        "member": {"member": _with_visit(signed_in(member), member), "plain": signed_in(UserFactory())},
        "staff": {"staff": _with_visit(signed_in(helper), helper)},
    }
    _kept_by(member)
    Group.objects.create(name="Teachers")
    _link, token = receiver_links.make(this_moment())
    cookies = {role: {name: _cookies(client) for name, client in found.items()} for role, found in browsers.items()}
    return People(cookies, member, token)


def _cookies(client: Client) -> dict[str, str]:
    return {name: cookie.value for name, cookie in client.cookies.items()}


def _ways_to_sign_in(user: Any) -> None:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    WebAuthn.add(user, "A key", _passkey())
    EmailAddress.objects.create(user=user, email=f"second.{user.email}", verified=False)


def _passkey() -> dict[str, Any]:
    """What a browser sends when a passkey is added."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, b"0123456789abcdef", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    made = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, bytes(credential))
    response = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create("webauthn.create", b"0" * 32, "http://testserver"),
        attestation_object=AttestationObject.create("none", made, {}),
    )
    return dict(RegistrationResponse(raw_id=credential.credential_id, response=response))


def _reader() -> Client:
    """Some way into the questions of the screening and of a lesson."""
    client = screened(Client(), without=("consent", "fever"), surgery={})
    client.post("/progress/choices/", {"cap": 15})
    client.post("/progress/lessons/what-massage-can-do/check/")
    return client


def _ready() -> Client:
    client = checked(screened(Client()))
    client.post("/progress/choices/", {"cap": 15})
    client.post("/screening/agree/", {"stop_word": "Pause", "clothes": "back"})
    return client


def _with_visit(client: Client, user: Any) -> Client:
    session = client.session
    screened(client)
    checked(client, user=user)
    UserSession.objects.get_or_create(
        session_key=session.session_key, defaults={"user": user, "ip": "192.0.2.1", "user_agent": "a browser"}
    )
    return client


def _phone() -> Client:
    """Answers for somebody else's link."""
    client, now = Client(), this_moment()
    _link, token = receiver_links.make(now)
    row = receiver_links.open_once(token, now)
    with writing(client) as request:
        screen(request)
        visit_of(request)[PHONE] = str(row.uuid) if row else ""
    return client


def _giver() -> Client:
    client = Client()
    with writing(client) as request:
        begin_link(visit_of(request), this_moment())
    return client


def _kept_by(member: Any) -> None:
    card_for(member)
    now = timezone.now()
    PracticeSession.objects.create(learner=member.learner, minutes=20, practised_at=now, note="Slowly")
    lessons = [{"slug": "what-massage-can-do", "passed_on": "2026-01-01"}]
    asked = quiz().questions[0]
    QuestionTally.objects.create(question=asked.slug, version=asked.version, answered=2, missed=1)
    Certificate.objects.create(learner=member.learner, code="23456789ABCD", name="Ada", lessons=lessons, issued_at=now)

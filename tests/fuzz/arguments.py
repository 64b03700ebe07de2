"""For each address with arguments those that lead to a page. An address that is missing here is an error."""

import re
from functools import cache
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from lessons.models import Claim, Lesson, Region, Technique
from lessons.quiz.questions import quiz
from practice.models import PracticeSession
from progress.models import Certificate
from progress.rules.certificates import grouped
from screening.models import ReceiverCard
from screening.rules.questionnaire import load_questionnaire
from tests.fuzz.addresses import Address

Values = dict[str, Any]

OF_A_MODEL = re.compile(r"admin/(\w+)/(\w+)/<[\w:]+>")


def arguments_of(address: Address, member: Any, token: str) -> list[Values]:
    """All of one address together, since a question belongs to its lesson."""
    if not address.arguments:
        return [{}]
    if found := OF_A_MODEL.match(address.route):
        model = apps.get_model(found[1], found[2])
        return [{address.arguments[0]: pk} for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:3]]
    return _found_by_name(member, token)[address.name]


def _found_by_name(member: Any, token: str) -> dict[str, list[Values]]:
    return _of_the_content() | _of_people(member, token) | _of_accounts(member) | _of_the_admin()


@cache
def _of_the_content() -> dict[str, list[Values]]:
    lessons = list(Lesson.objects.order_by("position")[:4])
    by_lesson = [{"slug": lesson.slug} for lesson in lessons]
    by_technique = [{"slug": slug} for slug in Technique.objects.order_by("slug").values_list("slug", flat=True)[:5]]
    by_question = [{"question": question.slug} for question in quiz().questions[::9]]
    steps = [{"slug": lesson.slug, "step": step["slug"]} for lesson in lessons for step in lesson.steps]
    return {
        **dict.fromkeys(("lessons:lesson", "checks:check"), by_lesson),
        **dict.fromkeys(
            (f"progress:{verb}" for verb in ("begin_check", "practise_lesson", "restart_lesson")), by_lesson
        ),
        **dict.fromkeys(("lessons:technique", "lessons:technique_demonstration"), by_technique),
        **dict.fromkeys((f"progress:{verb}_technique" for verb in ("read", "practise", "unmark")), by_technique),
        **dict.fromkeys(("progress:review_question", "progress:mistake"), by_question),
        "lessons:region": [{"slug": slug} for slug in Region.objects.values_list("slug", flat=True)],
        "lessons:claim": [{"slug": slug} for slug in Claim.objects.values_list("slug", flat=True)],
        "checks:question": [
            {"slug": lesson.slug, "question": asked.slug}
            for lesson in lessons
            for asked in quiz().check_of(lesson.slug)
        ],
        "progress:read_step": steps,
        "progress:reset_skill": [{"skill": asked.skill} for asked in quiz().questions[::9]],
        "screening:question": [{"slug": page.slug} for page in load_questionnaire().pages],
        "screening:detail": [{"word": item} for item in load_questionnaire().items],
        "screening:quick_check": [{"number": number} for number in range(1, 7)],
        "practice:step": [{"number": number} for number in (1, 2, 9)],
    }


def _of_people(member: Any, token: str) -> dict[str, list[Values]]:
    cards = [{"uuid": card.uuid} for card in ReceiverCard.objects.filter(user=member)]
    codes = [{"code": grouped(kept.code)} for kept in Certificate.objects.filter(learner=member.learner)]
    notes = [{"uuid": note.uuid} for note in PracticeSession.objects.filter(learner=member.learner)]
    return {
        **dict.fromkeys((f"screening:{verb}_card" for verb in ("use", "rename", "erase")), cards),
        **dict.fromkeys(("certificates:certificate", "certificates:picture", "progress:erase_certificate"), codes),
        **dict.fromkeys(("practice:delete_entry", "practice:restore_entry"), notes),
        "screening:receiver_open": [{"token": token}],
    }


def _of_accounts(member: Any) -> dict[str, list[Values]]:
    reset = {"uidb36": user_pk_to_url_str(member), "key": default_token_generator.make_token(member)}
    passkeys = Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
    addresses = EmailAddress.objects.filter(user=member, verified=False)
    by_key = [{"pk": key.pk} for key in passkeys]
    return {
        "account_confirm_email": [{"key": EmailConfirmationHMAC(address).key} for address in addresses],
        "account_reset_password_from_key": [reset, reset | {"key": "set-password"}],
        **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), by_key),
    }


def _of_the_admin() -> dict[str, list[Values]]:
    kind = ContentType.objects.get_for_model(Lesson).pk
    person = get_user_model().objects.order_by("pk").first()
    return {
        "admin:view_on_site": [{"content_type_id": kind, "object_id": Lesson.objects.order_by("pk").first().pk}],
        "admin:auth_user_password_change": [{"id": person.pk}],
        "admin:app_list": [{"app_label": "lessons"}, {"app_label": "auth"}],
        "admin:": [{"url": "no-such-page"}, {"url": "lessons"}],  # the admin's own answer to any other address
    }

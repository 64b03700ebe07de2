"""A visit whose screening is answered and whose first checks are passed, for tests that practise on a person."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from lessons.models import Lesson
from lessons.pack.shapes import FIRST_LESSONS
from progress.models import Progress
from progress.rules.standing import passed
from screening.clearance import read_record, this_moment, write_record
from screening.rules.assessment import Answer
from screening.rules.questionnaire import load_questionnaire
from screening.visit.current import visit_of
from tests.learners.guests import learner_by
from tests.screening.visit.kept import writing

EVERY_LESSON = range(1, 15)
ASKED_ONLY_IF = "em-pregnancy"


def answers(hours_ago=0, **yes):
    """Everybody well; `sunburn={"regions": [...]}` answers that item yes with these follow-ups."""
    at = this_moment() - timedelta(hours=hours_ago)
    given = {slug: Answer("no", at) for slug in load_questionnaire().items if slug != ASKED_ONLY_IF}
    given["consent"] = Answer("yes", at)
    for slug, follow_ups in yes.items():
        given[slug.replace("_", "-")] = Answer("yes", at, follow_ups)
    if "yes" in (given["pregnancy"].value, given["postpartum"].value):
        given[ASKED_ONLY_IF] = Answer("no", at)
    return given


def screen(request, hours_ago=0, without=(), left_open=(), **yes):
    """Answer the whole screening in this visit; of `left_open` details nobody knew the reply, or asked a doctor."""
    given = {slug: answer for slug, answer in answers(hours_ago, **yes).items() if slug not in without}
    with visit_of(request).writing():
        write_record(request, replace(read_record(request), answers=given, left_open=frozenset(left_open)))


def screened(client, **options):
    """This test client's visitor has answered the screening."""
    with writing(client) as request:
        screen(request, **options)
    return client


def passes(numbers=FIRST_LESSONS):
    """The standings of somebody who passed the checks of these lessons."""
    slugs = Lesson.objects.filter(number__in=numbers).values_list("slug", flat=True)
    return {"lesson": {slug: passed(timezone.now()) for slug in slugs}}


def checked(client, numbers=FIRST_LESSONS, user=None):
    """This test client's visitor, or the member, has passed the checks of these lessons."""
    Progress.keep(learner_by(client, user), passes(numbers), {})
    return client


def ready(client, user=None, **options):
    """This test client's visitor may give the whole massage: screened, and every check is passed."""
    return checked(screened(client, **options), EVERY_LESSON, user)


def hand_over(client, page, site):
    """The browser's page goes on as this test client's visitor."""
    page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": site.url} for name, cookie in client.cookies.items()]
    )

"""Progress as facts to look at, and for teachers which questions are missed most.

Answers, review cards, choices and certificates are not here: what one person answered is nobody else's business.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from lessons.models import Lesson
from lessons.quiz.questions import Question, quiz
from lessons.quiz.words import QuestionWords
from progress.models import Progress, QuestionTally
from progress.rules.tallies import figures, percent_of
from web.language import language_now

ENOUGH_ANSWERS = 10
LONGEST_STEM = 120  # characters in the list; cases tell a whole story
KINDS = {
    "one": _("one choice"),
    "several": _("several choices"),
    "order": _("an order"),
    "point": _("a place on the back"),
    "mark": _("places on the back"),
    "plan": _("a plan with faults"),
    "overclaim": _("sentences that promise"),
}


class OnlyToLookAt(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Progress)
class ProgressAdmin(OnlyToLookAt):
    list_display = ["learner", "kind", "slug", "started_at", "read_at", "practised_at"]
    list_filter = ["kind", "slug"]
    list_select_related = ["learner__user"]
    search_fields = ["user__email", "slug"]


# --- which questions are missed --------------------------------------------------------------------------------------


class OfLesson(admin.SimpleListFilter):
    title = _("lesson")
    parameter_name = "lesson"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(lesson.slug, lesson.words.title) for lesson in Lesson.objects.with_words()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if (lesson := self.value()) is None:
            return None
        return queryset.of(question.slug for question in quiz().questions if question.lesson == lesson)


class AboutSafety(admin.SimpleListFilter):
    title = _("safety")
    parameter_name = "safety"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("about safety")), ("no", _("about something else"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if self.value() not in ("yes", "no"):
            return None
        wanted = self.value() == "yes"
        return queryset.of(question.slug for question in quiz().questions if question.safety is wanted)


class OftenAnswered(admin.SimpleListFilter):
    """One miss of one answer is 100 %, and says little."""

    title = _("answers")
    parameter_name = "answers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("enough", _("at least %(count)d") % {"count": ENOUGH_ANSWERS})]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(answered__gte=ENOUGH_ANSWERS) if self.value() == "enough" else None


class OfVersion(admin.SimpleListFilter):
    title = _("version")
    parameter_name = "version"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("present", _("asked now")), ("older", _("older, or no longer asked"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if self.value() == "present":
            return queryset.asked_now()
        return queryset.asked_before() if self.value() == "older" else None


@admin.register(QuestionTally)
class QuestionTallyAdmin(OnlyToLookAt):
    """Counts without a person: a teacher with the permission to view them sees no more than these."""

    list_display = ["stem", "share", "missed", "answered", "about"]
    list_display_links = ["stem"]
    list_filter = [OfLesson, AboutSafety, OftenAnswered, OfVersion]
    search_fields = ["question"]
    search_help_text = _("Part of a question, or of its short name in the content pack")
    sortable_by = ["answered", "missed", "share"]
    list_per_page = 50

    class Media:
        css = {"all": ["css/admin_figures.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_share_missed()

    def get_ordering(self, request: HttpRequest) -> Any:
        """Not `ordering`, whose check knows columns of the table only."""
        return [F("share_missed").desc(nulls_last=True), "-answered", "question", "-version"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": _("Which questions are missed most")}
        return super().changelist_view(request, (extra_context or {}) | title)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        term = search_term.strip().casefold()
        asked = [question.slug for question in quiz().questions if term in _words(question).stem.casefold()]
        return (found | queryset.of(asked) if term else found), may_repeat

    @admin.display(description=_("question"))
    def stem(self, tally: QuestionTally) -> str:
        question = quiz().find(tally.question)
        return Truncator(_words(question).stem).chars(LONGEST_STEM) if question else tally.question

    @admin.display(description=_("lesson, kind"))
    def about(self, tally: QuestionTally) -> str:
        """In one column, so that the numbers stand beside the question on a phone too."""
        question, parts = quiz().find(tally.question), []
        if question:
            parts = [question.lesson, str(KINDS[question.kind]), *([_("about safety")] if question.safety else [])]
        if not tally.present():
            parts.append(_("version %(version)d, no longer asked") % {"version": tally.version})
        return " · ".join(map(str, parts))

    @admin.display(description=_("share missed"), ordering="share_missed")
    def share(self, tally: QuestionTally) -> str:
        return f"{percent_of(tally.missed, tally.answered)}\N{NO-BREAK SPACE}%" if tally.answered else "–"

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        return super().render_change_form(request, context | self._page(obj), add, change, form_url, obj)

    def _page(self, tally: QuestionTally) -> dict[str, Any]:
        question, present = quiz().find(tally.question), tally.present()
        words = _words(present) if present else None
        elsewhere = pgettext("a touched point", "Somewhere else on the back")
        return {
            "title": _("How a question was answered"),
            "tally": tally,
            "question": question,
            "is_present": present is not None,
            "subtitle": None,
            "stem": _words(question).stem if question else tally.question,
            "kind": KINDS[question.kind] if question else "",
            "lesson": Lesson.objects.with_words().filter(slug=question.lesson).first() if question else None,
            "percent_missed": percent_of(tally.missed, tally.answered),
            "figures": figures(present, words, tally.options, tally.answered, elsewhere),
        }


def _words(question: Question) -> QuestionWords:
    return quiz().words_of(question.slug, language_now())

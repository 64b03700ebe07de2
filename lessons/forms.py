"""The filter of the lesson list; its state lives in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lessons.models import Region, TechniqueFamily

PROGRESS_STATES = [
    ("new", _("not started")),
    ("started", _("started")),
    ("read", _("read")),
    ("passed", _("check passed")),
    ("practised", _("practised")),
]
MINUTES = [("8", _("up to 8 minutes")), ("10", _("up to 10 minutes")), ("12", _("up to 12 minutes"))]

SEARCH_WORDS = _("Search for one or two words, with up to 100 letters.")
ONE_OF_THE_LIST = _("This is not in the list. Choose something that is.")


class LessonFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        error_messages={"max_length": SEARCH_WORDS, "null_characters_not_allowed": SEARCH_WORDS},
    )
    family = forms.ChoiceField(label=_("Technique family"), required=False)
    region = forms.ChoiceField(label=_("Place on the back"), required=False)
    minutes = forms.ChoiceField(label=_("Time"), choices=[("", _("any length")), *MINUTES], required=False)
    state = forms.ChoiceField(label=_("My progress"), choices=[("", _("any state")), *PROGRESS_STATES], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        families = TechniqueFamily.objects.published().with_words()
        regions = Region.objects.published().with_words()
        self.fields["family"].choices = [("", _("all families")), *[(f.slug, f.words.name) for f in families]]
        self.fields["region"].choices = [("", _("the whole back")), *[(r.slug, r.words.name) for r in regions]]
        for name in ("family", "region", "minutes", "state"):
            self.fields[name].error_messages["invalid_choice"] = ONE_OF_THE_LIST

    @property
    def chosen(self) -> dict[str, str]:
        """The valid filters that are set; an unknown value is an error of the form and filters nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

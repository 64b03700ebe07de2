"""The six questions of the quick check in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Text = Any
NO, YES, UNSURE = _("No, none of these"), _("Yes, at least one"), _("I am not sure")


@dataclass(frozen=True)
class QuickCheckWords:
    title: Text
    signs: tuple[Text, ...]
    no: Text = NO
    yes: Text = YES
    unsure: Text = UNSURE
    hint: Text = ""

    def choices(self) -> list[tuple[str, Text]]:
        return [("no", self.no), ("yes", self.yes), ("unsure", self.unsure)]


QUICK_CHECK_WORDS: Mapping[int, QuickCheckWords] = {
    1: QuickCheckWords(
        _("Is there any alarm sign today?"),
        (
            _("Chest pain, trouble breathing, coughing blood, or fainting"),
            _("A drooping face, a weak arm, slurred speech, seeing double, or unsteady walking"),
            _("A sudden headache or neck pain unlike any before, or sudden dizziness with neck pain"),
            _("Sudden tearing pain in the belly, chest or back"),
            _("With or without back pain: new numbness between the legs, or weakness, tingling or pain in both legs"),
            _("New trouble holding or passing pee or poo"),
            _("Pain since a serious accident that nobody has checked"),
            _("A blood pressure of 180/120 or higher, either number"),
            _("Fever with a stiff neck, confusion or a rash that does not fade, or feeling seriously ill"),
            _("Swollen lips, tongue or throat, wheezing, or hives that spread"),
            _("One leg or arm that is newly swollen, warm, painful or changed in colour"),
            _(
                "In pregnancy: bleeding, leaking fluid, a bad headache, blurred sight, sudden swelling, "
                "pain under the ribs, or the baby moves less"
            ),
            _("Before 37 weeks: regular tightenings, or new low back pain that comes and goes"),
            _(
                "In the weeks after birth: heavy bleeding, fever, a bad headache, blurred sight, "
                "one painful swollen leg, chest pain, or trouble breathing"
            ),
        ),
    ),
    2: QuickCheckWords(
        _("Is the receiver ill?"),
        (
            _("Fever of 38 °C or more, or shivery and hot, in the last two days"),
            _("A cold, flu, COVID or a stomach bug"),
            _("Migraine, vomiting or strong dizziness"),
            _("Pain in the side with fever, burning or blood when passing urine, or a kidney stone"),
            _("Back pain with fever, a weak immune system, a recent infection, or injected drugs"),
        ),
    ),
    3: QuickCheckWords(
        _("Has the receiver had any of these?"),
        (
            _("Alcohol, cannabis or street drugs in the last 12 hours, or a hangover"),
            _("A strong painkiller, a sleeping or calming tablet or a muscle relaxant in the last 6 hours"),
            _("A heavy meal in the last hour"),
        ),
    ),
    4: QuickCheckWords(
        _("Is anything wrong with the receiver's skin today?"),
        (
            _("A rash or blisters that may be catching, such as scabies, impetigo, boils or shingles"),
            _("A fungal skin disease"),
            _("Wounds, burns, weeping eczema, open spots, or a tattoo of the last four weeks"),
            _("Sunburn on back or shoulders"),
            _("A joint or muscle that is hot, red and swollen"),
            _("Hives or an allergic rash"),
        ),
    ),
    5: QuickCheckWords(
        _("Is anything new since the last time?"),
        (
            _("More back or neck pain, less pain, or pain that was not there"),
            _("Weakness, numbness or tingling in an arm or a leg"),
            _("A strain, a sprain, a blow, or an operation"),
            _("A new medicine, such as a blood thinner, or a new diagnosis"),
            _("Pregnancy, or a change in it"),
            _("A position that hurts: face down, on the side, or sitting"),
        ),
        no=_("No, nothing is new"),
        yes=_("Yes, something is new"),
    ),
    6: QuickCheckWords(
        _("Are you both ready?"),
        (
            _("The receiver wants this massage today, and knows that it can be stopped at any moment."),
            _("There is no place and no kind of touch that the receiver does not want."),
            _("The giver is well: not ill, no alcohol, no cuts, rash or infection on the hands."),
        ),
        no=_("All of this is true"),
        yes=_("Something is not true"),
        unsure=_("We are not sure"),
        hint=_("Read this together. The receiver answers first."),
    ),
}

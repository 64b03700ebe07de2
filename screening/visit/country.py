"""The country whose emergency numbers a visitor chose; asked once in a visit."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from screening.rules.emergency_numbers import Chosen, load_emergency_numbers
from screening.visit.current import visit_of
from screening.visit.state import COUNTRY

COMMON = ("112", "999", "911")  # where no country is chosen


def numbers_for(request: HttpRequest) -> Chosen:
    """Chosen on this page, or earlier in the visit. A choice is remembered on the way; an empty one forgets it."""
    visit = visit_of(request)
    kept, asked = visit.get(COUNTRY, ""), request.GET.get("country")
    if asked is None or asked == kept:
        return load_emergency_numbers().chosen(kept)
    chosen = load_emergency_numbers().chosen(asked)
    if asked and not chosen.country:
        return load_emergency_numbers().chosen(kept)
    with visit.writing():
        if chosen.country:
            visit[COUNTRY] = chosen.country.code
        else:
            visit.pop(COUNTRY, None)
    return chosen


def emergency_number(request: HttpRequest) -> str:
    """What to dial, in words; for pages that ask for no country."""
    country = load_emergency_numbers().chosen(visit_of(request).get(COUNTRY, "")).country
    numbers = [str(number) for number in country.emergency] if country else [*COMMON]
    if len(numbers) == 1:
        return numbers[0]
    return _("%(first)s or %(last)s") % {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}

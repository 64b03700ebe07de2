"""The country whose emergency numbers a visitor chose; asked once in a visit."""

from django.http import HttpRequest

from screening.emergency_numbers import Chosen, load_emergency_numbers

COUNTRY = "screening_country"


def numbers_for(request: HttpRequest) -> Chosen:
    """Chosen on this page, or earlier in the visit. A choice is remembered on the way; an empty one forgets it."""
    kept, asked = request.session.get(COUNTRY, ""), request.GET.get("country")
    if asked is None or asked == kept:
        return load_emergency_numbers().chosen(kept)
    chosen = load_emergency_numbers().chosen(asked)
    if chosen.country:
        request.session[COUNTRY] = chosen.country.code
    elif not asked:
        request.session.pop(COUNTRY, None)
    else:
        return load_emergency_numbers().chosen(kept)
    return chosen

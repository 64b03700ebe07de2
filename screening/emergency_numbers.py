"""Reads the emergency numbers of countries; they are data with a date of review."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from screening.questionnaire import Part, read_yaml

FILE = Path(__file__).with_name("emergency_numbers.yaml")

Number = Annotated[str, StringConstraints(pattern=r"^[0-9 ]{3,16}$")]


class Country(Part):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    name: str
    emergency: tuple[Number, ...] = Field(min_length=1)
    advice: Number | None = None


@dataclass(frozen=True)
class Chosen:
    """What a page shows: one country's numbers, or none where the country is not known yet."""

    country: Country | None
    countries: tuple[Country, ...]
    reviewed: date


class EmergencyNumbers(Part):
    reviewed: date
    countries: tuple[Country, ...]

    def chosen(self, code: str) -> Chosen:
        country = next((country for country in self.countries if country.code == code), None)
        return Chosen(country, self.countries, self.reviewed)


@cache
def load_emergency_numbers() -> EmergencyNumbers:
    return EmergencyNumbers(**read_yaml(FILE.read_text(encoding="utf-8")))

"""Reads the emergency numbers of countries; each is data with its source and the day on which it was looked up."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from screening.rules.questionnaire import Part, read_yaml

FILE = Path(__file__).with_name("emergency_numbers.yaml")

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9 ]{3,16}$")]


class PhoneNumber(Part):
    """Without a day of checking it is what we know, and pages say so."""

    number: Digits
    source: str = ""
    checked: date | None = None

    def __str__(self) -> str:
        return self.number

    @model_validator(mode="after")
    def a_checked_number_names_its_source(self) -> Self:
        if bool(self.source) != (self.checked is not None):
            raise ValueError(f"{self.number}: a source and the day of checking belong together")
        return self


class Country(Part):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    name: str
    in_text: str = ""
    emergency: tuple[PhoneNumber, ...] = Field(min_length=1)
    advice: PhoneNumber | None = None

    @property
    def is_checked(self) -> bool:
        return any(number.checked for number in self.emergency)

    @property
    def said(self) -> str:
        """Its name inside a sentence."""
        return self.in_text or self.name

    @property
    def numbers(self) -> tuple[PhoneNumber, ...]:
        return (*self.emergency, *([self.advice] if self.advice else []))


@dataclass(frozen=True)
class Chosen:
    """What a page shows: one country's numbers, or none where the country is not known yet."""

    country: Country | None
    countries: tuple[Country, ...]


class EmergencyNumbers(Part):
    countries: tuple[Country, ...]

    def chosen(self, code: str) -> Chosen:
        return Chosen(next((country for country in self.countries if country.code == code), None), self.countries)


@cache
def load_emergency_numbers() -> EmergencyNumbers:
    return EmergencyNumbers(**read_yaml(FILE.read_text(encoding="utf-8")))

"""A violation in words, without a name: for the file, and where two versions stand side by side."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices

from bereg.centres.models import Centre
from bereg.core.quarters import quarter_words
from bereg.persons.choices import Sign, TraffickingAct, TraffickingMeans, TraffickingPurpose
from bereg.questionnaire.countries_and_regions import regions
from bereg.violations.choices import ViolationKind
from bereg.violations.models import Violation


@dataclass(frozen=True)
class ViolationWords:
    """One violation: what, where and when; what may be told; and the lists."""

    what: str
    where: str
    when: str
    told_further: str
    lists: list[str]


def region_words(region: str, country: str) -> str:
    """Return the name of a region; "" of none."""
    return next((each.label() for each in regions(country) if each.code == region), "")


def violation_words(violation: Violation, country: str) -> ViolationWords:
    """Put a violation into words of the page's language."""
    lists = (
        (Sign, violation.signs),
        (TraffickingAct, violation.act),
        (TraffickingMeans, violation.means),
        (TraffickingPurpose, violation.purpose),
    )
    return ViolationWords(
        what=str(violation.get_kind_display()),
        where=region_words(violation.region, country),
        when=quarter_words(violation.quarter),
        told_further=str(violation.get_told_further_display()),
        lists=[label for choices, codes in lists for label in _labels(choices, codes)],
    )


def cell_words(kind: str, region: str, quarter: dt.date, centre: Centre) -> str:
    """Say what, where and when a notice is about."""
    return f"{ViolationKind(kind).label}, {region_words(region, centre.country)}, {quarter_words(quarter)}"


def _labels(choices: type[TextChoices], codes: list[str]) -> list[str]:
    return [str(each.label) for each in choices if each in codes]

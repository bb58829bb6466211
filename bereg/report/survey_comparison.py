"""Surveys beside the centre's own figures, as the report shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.centres import queries as centres
from bereg.core.geography import place_name
from bereg.core.intervals import Interval, Share, difference, wilson
from bereg.core.numbers import number
from bereg.counting import catalogue
from bereg.counting.catalogue import ALL, TableKind
from bereg.counting.figures import Figure, Figures
from bereg.counting.wording import GROUPS, Labels, titles
from bereg.report.mean_age import MeanAge, mean_age
from bereg.report.page import ReportChoice
from bereg.report.surveys import Survey, surveys


@dataclass(frozen=True)
class Beside:
    """One line: the centre's own share, that of a survey, and the difference in percentage points."""

    what: str
    group: str
    own: str
    own_interval: str
    base: str
    survey: str
    survey_interval: str  # empty where the survey does not say how many were asked
    difference: str
    difference_interval: str
    verdict: str
    source: str


def lines(figures: Figures, chosen: ReportChoice, labels: Labels) -> list[Beside]:
    """Return a line for each survey that fits what was chosen. Raise SurveyError."""
    places = _places(chosen.centre)
    fitting = (each for each in surveys() if each.region in places and chosen.group in {ALL, each.group})
    return [line for survey in fitting for line in _lines(survey, figures, chosen, labels)]


def _places(centre: str) -> set[str]:
    """Return the regions whose surveys fit: the country, and of a single centre the region where it stands."""
    known = list(centres.all_centres())
    own = {each.subdivision for each in known if each.code == centre and each.subdivision}
    return {each.country for each in known if centre in (ALL, each.code)} | own


def _lines(survey: Survey, figures: Figures, chosen: ReportChoice, labels: Labels) -> Iterator[Beside]:
    for table in catalogue.tables():
        if (
            table.id != survey.table
            or table.kind not in {TableKind.CODES, TableKind.TOPICS}
            or survey.group not in table.groups
        ):
            continue
        if survey.is_mean_age:
            found = mean_age(figures.table(table, chosen.centre, survey.group))
            yield from [_line_of_age(survey, found)] if found else []
            continue
        for figure in figures.table(table, chosen.centre, survey.group):
            if figure.code == survey.code and figure.base:
                yield _line(survey, figure, labels)


def _line(survey: Survey, figure: Figure, labels: Labels) -> Beside:
    base = figure.base or 1
    own = Share(figure.count / base, base)
    apart = difference(own, survey.share)
    return Beside(
        what=f"{titles().get(survey.table, survey.table)}: {labels.of(survey.table, survey.code)}",
        group=str(GROUPS[survey.group]),
        own=_percent(own.value),
        own_interval=_interval(wilson(own)),
        base=number(base),
        survey=_percent(survey.share.value),
        survey_interval=_interval(wilson(survey.share)) if survey.share.base else "",
        difference=_signed(own.value - survey.share.value),
        difference_interval=_interval(apart, signed=True),
        verdict=_verdict(apart),
        source=_source(survey),
    )


def _line_of_age(survey: Survey, own: MeanAge) -> Beside:
    if own.lower <= survey.value <= own.upper:
        verdict = _("no clear difference")
    else:
        verdict = _("higher here") if own.lower > survey.value else _("lower here")
    return Beside(
        what=_("Age: the mean, in years, by the middle of each band"),
        group=str(GROUPS[survey.group]),
        own=_tenths(own.middle),
        own_interval=_("%(lower)s to %(upper)s") % {"lower": _tenths(own.lower), "upper": _tenths(own.upper)},
        base=number(own.base),
        survey=_tenths(survey.value),
        survey_interval="",
        difference=_with_sign(own.middle - survey.value),
        difference_interval=_("made of bands of ages"),
        verdict=verdict,
        source=_source(survey),
    )


def _source(survey: Survey) -> str:
    return f"{survey.source()} ({place_name(survey.region, get_language() or 'en')}, {survey.period})"


def _verdict(apart: Interval) -> str:
    if apart.holds_nought:
        return _("no clear difference")
    return _("higher here") if apart.lower > 0 else _("lower here")


def _percent(share: float) -> str:
    return _tenths(share * 100)


def _signed(share: float) -> str:
    return _with_sign(share * 100)


def _tenths(value: float) -> str:
    return formats.number_format(round(value, 1), decimal_pos=1, use_l10n=True)


def _with_sign(value: float) -> str:
    return ("+" if value > 0 else "−" if round(value, 1) < 0 else "") + _tenths(abs(value))


def _interval(interval: Interval, *, signed: bool = False) -> str:
    write = _signed if signed else _percent
    return _("%(lower)s to %(upper)s") % {"lower": write(interval.lower), "upper": write(interval.upper)}

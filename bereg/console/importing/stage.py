"""Where an import goes: the centre, made if it is not there yet, and the questionnaire in force."""

import re
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pycountry
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from bereg.centres.actions import create_centre
from bereg.centres.queries import all_centres
from bereg.console.importing.checking import Place
from bereg.console.importing.mapping import CentrePlan
from bereg.console.importing.sections import MappingError, mistake, nearest
from bereg.questionnaire.actions import publish_standard, standard_source
from bereg.questionnaire.form import Form
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of

if TYPE_CHECKING:
    from bereg.centres.models import Centre, Line
    from bereg.questionnaire.models import Version


CODE, PREFIX = re.compile(r"[a-z0-9_-]{1,32}"), re.compile(r"[A-Z0-9]{1,8}")


@dataclass(frozen=True)
class Stage:
    """The records that every imported row points to."""

    centre: "Centre"
    version: "Version"
    lines: Pairs[str, "Line"]


def find_place(plan: CentrePlan) -> Place:
    """Return where the records will belong. Raise MappingError if the centre neither stands nor can be made."""
    centre = all_centres().filter(code=plan.code).first()
    if not centre:
        _check_new(plan)
        return Place(plan.code, plan.country, plan.time_zone, {})
    if plan.country and plan.country != centre.country:
        differ = _("the centre's home country is %(country)s; write that or leave it out") % {"country": centre.country}
        raise MappingError([mistake("centre.country", differ)])
    lines = {line.slug: str(line) for line in centre.lines.all()}
    return Place(centre.code, centre.country, centre.time_zone, lines)


def find_form(place: Place) -> Form:
    """Return the questionnaire that the centre uses, or will use."""
    return _form(all_centres().filter(code=place.code).first(), place.country)


def common_form(country: str) -> Form:
    """Return the questionnaire of every centre that has none of its own. country: "" for the installation's."""
    return _form(None, country or settings.HOME_COUNTRY)


def _form(centre: "Centre | None", country: str) -> Form:
    try:
        return form_of(current_version(centre), home_country=country)
    except NoQuestionnaireError:
        return parse_text(standard_source(), home_country=country)


@transaction.atomic
def set_stage(plan: CentrePlan) -> Stage:
    """Make what is missing and return what the rows point to."""
    centre = all_centres().filter(code=plan.code).first() or _new_centre(plan)
    try:
        version = current_version(centre)
    except NoQuestionnaireError:
        publish_standard()
        version = current_version(centre)
    return Stage(centre, version, {line.slug: line for line in centre.lines.all()})


def _new_centre(plan: CentrePlan) -> "Centre":
    return create_centre(
        code=plan.code,
        prefix=plan.prefix,
        names=dict(plan.names),
        country=plan.country,
        time_zone=plan.time_zone,
        by=None,
    )


def _check_new(plan: CentrePlan) -> None:
    """A centre that does not stand yet can be made, if the mapping says what is needed."""
    needed = {"prefix": plan.prefix, "names": plan.names, "time_zone": plan.time_zone, "country": plan.country}
    missing = [name for name, value in needed.items() if not value]
    codes = list(all_centres().values_list("code", flat=True))
    problems = []
    if missing:
        unknown = _("there is no centre %(code)r") % {"code": plan.code} + nearest(plan.code, codes)
        remedy = _("; to create it, write also %(keys)s") % {"keys": ", ".join(missing)}
        raise MappingError([mistake("centre.code", unknown + remedy)])
    if not CODE.fullmatch(plan.code):
        problems.append(mistake("centre.code", _("write at most 32 small letters, digits and hyphens")))
    if not PREFIX.fullmatch(plan.prefix):
        problems.append(mistake("centre.prefix", _("write at most 8 capital letters and digits")))
    elif all_centres().filter(prefix=plan.prefix).exists():
        taken = _("the prefix %(prefix)r belongs to another centre; choose another") % {"prefix": plan.prefix}
        problems.append(mistake("centre.prefix", taken))
    if not pycountry.countries.get(alpha_2=plan.country):
        problems.append(mistake("centre.country", _('write two letters of ISO 3166-1, such as "RU"')))
    if plan.time_zone not in available_timezones():
        unknown = _("there is no time zone %(name)r") % {"name": plan.time_zone}
        problems.append(mistake("centre.time_zone", unknown + nearest(plan.time_zone, available_timezones())))
    if problems:
        raise MappingError(problems)

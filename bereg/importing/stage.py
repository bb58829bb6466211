"""Where an import goes: the centre, made if it is not there yet, and the questionnaire in force."""

import re
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace
from uuid import uuid4
from zoneinfo import available_timezones

import pycountry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.centres.actions import create_centre
from bereg.centres.queries import all_centres
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.actions import Matter, Past, Registration
from bereg.enquiries.outcomes import Consent
from bereg.importing.checking import CentreLine
from bereg.importing.mapping import CentrePlan
from bereg.importing.sections import MappingError, mistake, nearest
from bereg.questionnaire.actions import publish_standard, standard_source
from bereg.questionnaire.form import Form
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of

CODE, PREFIX = re.compile(r"[a-z0-9_-]{1,32}"), re.compile(r"[A-Z0-9]{1,8}")


@dataclass(frozen=True)
class Stage:
    """What every imported row has in common: centre and questionnaire, as a blank registration."""

    blank: Registration
    by_line: Pairs[str, ContactFields]  # the blank contact of each line

    def contact(self, line: str) -> ContactFields:
        """Return a blank contact with an id of its own. line: a slug, or ""."""
        return replace(self.by_line.get(line, self.blank.contact), id=uuid4())

    def registration(self, contact: ContactFields, matter: Matter, past: Past) -> Registration:
        """Return the registration of one row."""
        return replace(self.blank, contact=contact, matter=matter, past=past, id=uuid4())


def find_place(plan: CentrePlan) -> CentreLine:
    """Return where the records will belong. Raise MappingError if the centre neither stands nor can be made."""
    centre = all_centres().filter(code=plan.code).first()
    if not centre:
        _check_new(plan)
        return CentreLine(plan.code, plan.country, plan.time_zone, {})
    if plan.country and plan.country != centre.country:
        differ = _("the centre's home country is %(country)s; write that or leave it out") % {"country": centre.country}
        raise MappingError([mistake("centre.country", differ)])
    lines = {line.slug: str(line) for line in centre.lines.all()}
    return CentreLine(centre.code, centre.country, centre.time_zone, lines)


def find_form(code: str, country: str) -> Form:
    """Return the questionnaire that a centre uses, or will use once it is there."""
    try:
        return form_of(current_version(all_centres().filter(code=code).first()), home_country=country)
    except NoQuestionnaireError:
        return parse_text(standard_source(), home_country=country)


@transaction.atomic
def set_stage(plan: CentrePlan) -> Stage:
    """Make what is missing and return what the rows have in common."""
    centre = all_centres().filter(code=plan.code).first() or create_centre(
        code=plan.code,
        prefix=plan.prefix,
        names=dict(plan.names),
        country=plan.country,
        time_zone=plan.time_zone,
        by=None,
    )
    try:
        version = current_version(centre)
    except NoQuestionnaireError:
        publish_standard()
        version = current_version(centre)
    blank = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    by_line = {line.slug: replace(blank, line=line) for line in centre.lines.all()}
    return Stage(Registration(blank, Matter(consent=Consent.NOT_ASKED), version), by_line)


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

"""Where an import goes: the centre, made if it is not there yet, with what the sections need there."""

import re
from collections.abc import Iterable
from zoneinfo import available_timezones

import pycountry
from django.db import transaction
from django.utils.translation import gettext as _

from bereg.centres.actions import create_centre
from bereg.centres.import_sections import Destination, ImportSection, ImportTarget
from bereg.centres.queries import all_centres
from bereg.core.toml_tables import MappingError, mistake, nearest
from bereg.importing.declared import section_kinds
from bereg.importing.mapping import CentrePlan

CODE, PREFIX = re.compile(r"[a-z0-9_-]{1,32}"), re.compile(r"[A-Z0-9]{1,8}")


def find_destination(plan: CentrePlan) -> Destination:
    """Return where the records will belong. Raise MappingError if the centre neither stands nor can be made."""
    centre = all_centres().filter(code=plan.code).first()
    if not centre:
        _check_new(plan)
        return Destination(plan.code, plan.country, plan.time_zone)
    if plan.country and plan.country != centre.country:
        differ = _("the centre's home country is %(country)s; write that or leave it out") % {"country": centre.country}
        raise MappingError([mistake("centre.country", differ)])
    lines = {line.slug: str(line) for line in centre.lines.all()}
    return Destination(centre.code, centre.country, centre.time_zone, lines)


def targets_at(destination: Destination) -> dict[str, ImportTarget]:
    """Return everything that a column may feed there."""
    sections = [kind(destination) for kind in section_kinds()]
    return {name: target for section in sections for name, target in section.targets().items()}


@transaction.atomic
def set_stage(plan: CentrePlan, sections: Iterable[ImportSection]) -> None:
    """Make what is missing: the centre, and what each section needs there."""
    centre = all_centres().filter(code=plan.code).first() or create_centre(
        code=plan.code,
        prefix=plan.prefix,
        names=dict(plan.names),
        country=plan.country,
        time_zone=plan.time_zone,
        by=None,
    )
    for section in sections:
        section.ready(centre)


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

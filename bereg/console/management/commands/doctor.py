"""`bereg doctor`: what is weak here, each weakness with its remedy."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bereg.console.examination import examine
from bereg.core.commands import PlainCommand, require_database
from bereg.core.findings import Finding, Weight
from bereg.core.program_name import as_typed


class Command(PlainCommand):
    """Examines the installation. It changes nothing."""

    help = "Name every weakness of this installation with its remedy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        """Print the findings; fail where one is grave."""
        require_database()
        found = examine()
        if options["json"]:
            rows = [asdict(each) | {"weight": each.weight.name.lower()} for each in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(found)))
        grave = sum(each.weight is Weight.GRAVE for each in found)
        if grave:
            raise CommandError(ngettext("%d grave weakness.", "%d grave weaknesses.", grave) % grave)


def _lines(found: list[Finding]) -> list[str]:
    if not found:
        return [_("Nothing weak was found.")]
    words = {Weight.GRAVE: _("GRAVE"), Weight.WEAK: _("weak"), Weight.NOTE: pgettext("a finding", "note")}
    lines = []
    for each in found:
        more = _(" More: docs/safety/%s.") % each.page if each.page else ""
        lines += [f"{words[each.weight]}: {each.fault}", f"    {as_typed(each.remedy)}{more}"]
    return lines

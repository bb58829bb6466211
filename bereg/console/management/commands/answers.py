"""`bereg answers`: write the index of what can be looked up anew, and the directory as a file for another network."""

import json
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import ngettext

from bereg.core.commands import PlainCommand, require_database
from bereg.core.progress import bar
from bereg.directory import hsds
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.reference import search_index
from bereg.reference.queries import published


class Command(PlainCommand):
    """Writes what the search of answers finds entries by, and what another network takes in."""

    help = "Write the index of the answers anew, as after topics were renamed, or print the directory for exchange."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="index|exchange")
        acts.add_parser("index", help="write the index anew; nothing else changes")
        acts.add_parser("exchange", help="print organisations and services as HSDS for another network")

    def handle(self, *_args: object, **options: Any) -> None:
        """Do what was asked."""
        require_database()
        if options["act"] == "index":
            count = search_index.rebuild(bar("index", search_index.count()))
            self.stdout.write(ngettext("%d entry can be found.", "%d entries can be found.", count) % count)
        else:
            entries = published().filter(kind__in=[ORGANISATION, SERVICE]).order_by("kind", "pk")
            self.stdout.write(json.dumps(hsds.write_hsds(entries), ensure_ascii=False, indent=1))

"""`bereg answers`: write the index of what can be looked up anew."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import ngettext

from bereg.core.commands import PlainCommand, require_database
from bereg.core.progress import bar
from bereg.reference import search_index


class Command(PlainCommand):
    """Writes what the search of answers finds entries by."""

    help = "Write the index of the answers anew, as after topics were renamed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be typed."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="index")
        acts.add_parser("index", help="write the index anew; nothing else changes")

    def handle(self, *_args: object, **_options: Any) -> None:
        """Write it, and say how many entries are found by it."""
        require_database()
        count = search_index.rebuild(bar("index", search_index.count()))
        self.stdout.write(ngettext("%d entry can be found.", "%d entries can be found.", count) % count)

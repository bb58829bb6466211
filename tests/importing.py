"""What the tests of imports share: an invented register and its mapping."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command

MAPPING = """
source = "old-line"
key = ["No"]
key_pattern = '\\d+'

[centre]
code = "moscow"

[contact]
date = { column = "Day", formats = ["%d.%m.%Y"] }
time = { column = "Hour" }
anonymous = { column = "Anonymous", table = { yes = "yes", no = "no" } }

[contact.channel]
column = "Way"
default = "phone"
table = { call = "phone", letter = "letter" }

[consent]
column = "Agreed"
table = { yes = "yes", no = "no" }

[answers.gender]
column = "Who"
table = { woman = "female", man = "male", "did not say" = "declined" }

[answers.age]
column = "Age"
ranges = { under_20 = [1, 19], 20_29 = [20, 29], 50_over = [50, 110] }

[topics]
column = "About"
split = ","
[topics.table]
"forced work" = "trafficking_labour"
"forced work, minors" = ["trafficking_labour", "family"]
papers = "documents"
"""
NUMBERS = {"Read", "Imported", "To import", "Already there", "Rejected"}
HEADER = "No;Day;Hour;Anonymous;Way;Agreed;Who;Age;About;Note"
ROWS = (
    "1;03.02.2020;14:05;yes;call;yes;Woman;25;Forced work, minors;-",
    "2;04.02.2020;;no;LETTER;yes;man;0;papers, forced work;-",
    "3;05.02.2020;9:30;no;call;no;woman;25;papers;-",
)


@dataclass
class Register:
    """An old register in a folder of its own, and the command that imports it."""

    folder: Path
    mapping: str = MAPPING
    header: str = HEADER
    rows: list[str] = field(default_factory=lambda: list(ROWS))
    name: str = "old.csv"
    content: bytes = b""  # of a file that is no text of rows

    @property
    def file(self) -> Path:
        """The source file."""
        return self.folder / self.name

    @property
    def rejects(self) -> Path:
        """Where rows go that cannot be read."""
        return self.folder / f"{self.name}.rejects.csv"

    def bring_in(self, **options: Any) -> str:
        """Write the files, run the command, return what it says."""
        if self.content:
            self.file.write_bytes(self.content)
        elif self.name.endswith(".csv"):
            self.file.write_text("\n".join((self.header, *self.rows)) + "\n", encoding="utf-8")
        (self.folder / "mapping.toml").write_text(self.mapping, encoding="utf-8")
        said = io.StringIO()
        call_command(
            "import", str(self.file), mapping=self.folder / "mapping.toml", stdout=said, verbosity=0, **options
        )
        return said.getvalue()


def numbers_of(said: str) -> tuple[int, int, int, int]:
    """Return the four numbers of a summary: read, imported, already there, rejected."""
    count = {
        label: int(rest.split()[0])
        for label, _colon, rest in (line.partition(":") for line in said.splitlines())
        if rest
        if label in NUMBERS
    }
    imported = count.get("Imported", count.get("To import", -1))
    return count["Read"], imported, count["Already there"], count["Rejected"]


def account_of(said: str) -> tuple[int, ...]:
    """Return how a summary accounts for the file: all lines, heading, read, rejected, blank, left out."""
    line = next(line for line in said.splitlines() if line.startswith("Lines of the file:"))
    return tuple(map(int, re.findall(r"\d+", line)))

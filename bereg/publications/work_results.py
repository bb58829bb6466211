"""What came of the work of a period, a line each: what happened, and after how many enquiries."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from bereg.core.numbers import number, rounded
from bereg.publications.content import Content
from bereg.publications.sentences import NOTES

# Table and row to what happened, in the order in which it does; a total has the row "".
OUTPUTS: dict[tuple[str, str], StrOrPromise] = {
    ("in_danger", ""): _("Somebody was in danger"),
    ("suspected_victim", ""): _("Somebody was a suspected victim of trafficking"),
    ("referred", "referral"): _("Somebody was referred to a service"),
    ("asked", "state_bodies"): _("State bodies were asked for help or action"),
    ("answered", "state_bodies"): _("State bodies answered"),
    ("asked", "other_bodies"): _("Organisations, shelters, embassies and others were asked"),
    ("answered", "other_bodies"): _("Organisations, shelters, embassies and others answered"),
    ("came_of", "operation"): _("A rescue operation followed"),
    ("came_of", "freed"): _("People were freed"),
    ("forwarded", "forwarded"): _("An authority was told of a violation of law"),
    ("searched", "begun"): _("Somebody missing was looked for"),
    ("searched", "told"): _("A relative was told what the person found agreed to"),
}
# A total that stands beside these; without any of them it is no list of what came of the work.
OF_WORK = frozenset(table for table, row in OUTPUTS if row)


@dataclass(frozen=True)
class Output:
    """What happened, and after how many enquiries, in words."""

    words: str
    enquiries: str

    def __str__(self) -> str:
        return f"{self.words}: {self.enquiries}."


def outputs(said: Content) -> list[Output]:
    """Return what came of the work at all centres; nothing where no table of a release tells so."""
    shown = dict(_shown(said))
    if not any(table in OF_WORK for table, _row in shown):
        return []
    below = said["class_below"]
    return [Output(str(words), _enquiries(shown[key], below)) for key, words in OUTPUTS.items() if key in shown]


def notes(said: Content) -> list[str]:
    """Return what these numbers leave out, which their names do not say."""
    shown = {table for table, row in dict(_shown(said)) if (table, row) in OUTPUTS}
    return [note() for table, note in NOTES.items() if table in shown and shown & OF_WORK]


def _shown(said: Content) -> Iterator[tuple[tuple[str, str], int | None]]:
    for table in said["tables"]:
        if (table["centre"], table["group"]) != ("all", "all"):
            continue
        if not table["rows"]:
            yield (table["id"], ""), table["base"]
        for row in table["rows"]:
            yield (table["id"], row["code"]), row["shown"]


def _enquiries(shown: int | None, below: int) -> str:
    if shown is None:
        words = ngettext("fewer than %(below)s enquiry", "fewer than %(below)s enquiries", below)
        return words % {"below": number(below)}
    about = rounded(shown)
    words = ngettext("about %(count)s enquiry", "about %(count)s enquiries", about)
    return words % {"count": number(about)}

"""What a filter finds, in figures and words."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from bereg.accounts.permissions import Permission, Scope
from bereg.accounts.queries import User, names_of
from bereg.enquiries.outcomes import Urgency
from bereg.enquiries.totals import MOST, Totals


@dataclass(frozen=True)
class ShownTotals:
    """How many there are in words, and groups of figures, each with its title."""

    words: str
    groups: list[tuple[str, list[tuple[str, int]]]]


def totals_shown(totals: Totals, reader: User) -> ShownTotals:
    """Say what was counted. Who has how many is for those alone who may narrow the list by a person."""
    states = [(_("open"), totals.open), (_("closed"), totals.closed)]
    urgencies = [(str(Urgency(each).label), totals.by_urgency[each]) for each in reversed(Urgency.values)]
    groups = [(_("State"), states), (_("Urgency"), urgencies)]
    if reader.scope(Permission.ENQUIRY_ASSIGN) == Scope.CENTRE:
        groups.append((_("Assigned to"), _by_name(totals)))
    else:
        groups.append((_("Assigned to"), [(_("you"), totals.by_assignee[reader.pk])]))
    return ShownTotals(_words(totals), groups)


def _by_name(totals: Totals) -> list[tuple[str, int]]:
    names = names_of({str(pk) for pk in totals.by_assignee if pk})
    found = [(names.get(str(pk), _("nobody")) if pk else _("nobody"), n) for pk, n in totals.by_assignee.items()]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _words(totals: Totals) -> str:
    count, most = (number_format(each, force_grouping=True) for each in (totals.count, MOST))
    if totals.is_all:
        return _("Found: %(count)s.") % {"count": count}
    if totals.count >= MOST:
        return _(
            "Found: more than %(most)s. The figures are of the first %(most)s of each centre in the order of the list."
        ) % {"most": most}
    return _(
        "Found: at least %(count)s. Looked at the first %(most)s of each centre in the order of the list; narrow it"
        " further to count all."
    ) % {"count": count, "most": most}

"""Retention: whether the nights erase what has had its time, and whether the clock they go by is believed."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.audit import pruning
from bereg.core.findings import Finding, Weight
from bereg.retention import clock, holds
from bereg.retention import rules as retention

PAGE = "retention.md"


def findings() -> Iterator[Finding]:
    """Yield what is weak about retention."""
    if clock.doubt():
        yield Finding(
            "clock_doubted",
            Weight.GRAVE,
            _("The clock has jumped, or the machine was off for a long time: nothing is erased."),
            _("Compare the date with a telephone; set it right, or say on the page Retention that it is right."),
            PAGE,
        )
    yield from _rules()
    yield from _people()


def _rules() -> Iterator[Finding]:
    not_ours = list(_owner_needed())
    yield from not_ours
    at_work = [state for state in retention.states_everywhere() if retention.is_at_work(state.rule)]
    states = [state for state in at_work if not (not_ours and state.rule.code == "audit")]
    late = [state.rule.code for state in states if state.overdue]
    if late:
        yield Finding(
            "overdue",
            Weight.WEAK,
            _("Two nights have not erased what has had its time: %s.") % ", ".join(late),
            _("Let the server run at night, or run `bereg retention run`."),
            PAGE,
        )
    failed = [f"{state.rule.code} ({state.run.fault})" for state in states if state.run and state.run.fault]
    if failed:
        yield Finding(
            "retention_failed",
            Weight.WEAK,
            _("The last night could not erase: %s.") % ", ".join(failed),
            _("Run `bereg retention run`; if it fails again, tell whoever looks after the program."),
            PAGE,
        )


def _owner_needed() -> Iterator[Finding]:
    """Months of the audit log that the nights cannot delete, as the user that serves has not the right to."""
    months = pruning.due(timezone.now())
    if months and not pruning.may_prune():
        yield Finding(
            "owner_prunes",
            Weight.WEAK,
            _("The audit log is kept for too long, from %s on: the user that serves cannot delete from it.")
            % f"{months[0]:%Y-%m}",
            _(
                "Run `bereg audit prune` with BEREG_DATABASE and BEREG_KEYS_DATABASE set to the owner of the tables,"
                " each month."
            ),
            "audit.md",
        )


def _people() -> Iterator[Finding]:
    if holds.reviews_due():
        yield Finding(
            "hold_unreviewed",
            Weight.NOTE,
            _("A hold has not been looked at for a year."),
            _("Ask whoever looks after it whether it is still needed."),
            PAGE,
        )
    if count := holds.without_owner():
        yield Finding(
            "hold_without_owner",
            Weight.WEAK,
            ngettext(
                "%d hold is looked after by nobody: its owner has left, or has another role or centre.",
                "%d holds are looked after by nobody: their owners have left, or have another role or centre.",
                count,
            )
            % count,
            _("Ask the supervisors of the centre: two people lift it, and one who stays sets it anew if it is needed."),
            PAGE,
        )

"""What an import did, in numbers that add up: read = imported + already there + rejected."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.counting.months import name as month_name
from bereg.importing.counters import ImportTally
from bereg.importing.dates import DateDoubt
from bereg.importing.shown_values import shown_value
from bereg.importing.table import Source

if TYPE_CHECKING:  # a plan is handed in: nothing of how it is made is needed here
    from bereg.importing.checking import Plan

MOST_VALUES = 500  # listed; a column with more was given the wrong target
LONGEST_REASON = 160


def lines_of(tally: ImportTally, plan: "Plan", source: Source, *, dry_run: bool) -> Iterator[str]:
    """Yield the summary, line by line."""
    yield _account(tally, source)
    yield _("Read:          %(count)6d") % {"count": tally.read}
    label = _("To import:     %(count)6d") if dry_run else _("Imported:      %(count)6d")
    yield label % {"count": tally.imported} + _of_them(plan)
    yield _("Already there: %(count)6d") % {"count": tally.standing}
    yield _("Rejected:      %(count)6d") % {"count": len(tally.rejects)}
    yield ""
    yield from _late(tally)
    for section in plan.sections:
        yield from section.summary()
    yield from _misfits(tally, plan)
    yield from _dates(tally)
    yield from _twins(tally, plan)
    yield from _columns(plan, source)


def _account(tally: ImportTally, source: Source) -> str:
    """Return the line that accounts for every line of the file."""
    counts = {
        "all": sum(sheet.lines for sheet in source.sheets),
        "heading": sum(sheet.heading for sheet in source.sheets),
        "read": tally.lines,
        "rejected": sum(reject.lines for reject in tally.rejects),
        "blank": sum(sheet.blank for sheet in source.sheets),
        "left": sum(sheet.above if sheet.is_read else sheet.lines for sheet in source.sheets),
    }
    return (
        _(
            "Lines of the file: %(all)d = heading %(heading)d + read %(read)d + rejected %(rejected)d "
            "+ blank %(blank)d + left out %(left)d"
        )
        % counts
    )


def _late(tally: ImportTally) -> Iterator[str]:
    if tally.late and tally.late_month:
        yield ngettext(
            "Note: %(count)d row has a day in a month that is closed. It counts in %(month)s, the first open one.",
            "Note: %(count)d rows have a day in a month that is closed. They count in %(month)s, the first open one.",
            tally.late,
        ) % {"count": tally.late, "month": month_name(tally.late_month)}
        yield ""


def _dates(tally: ImportTally) -> Iterator[str]:
    """Yield what speaks for day and month the other way round than the mapping says."""
    doubts = tally.doubts
    if doubts[DateDoubt.SEVERAL]:
        yield _("Dates that two of the formats read, each as another day; the first format counts: %(count)d.") % {
            "count": doubts[DateDoubt.SEVERAL]
        }
    if doubts[DateDoubt.TURNED]:
        yield _(
            "Dates that are none, but would be with day and month the other way round: %(count)d; and %(open)d more "
            "could be either. See whether formats is right."
        ) % {"count": doubts[DateDoubt.TURNED], "open": doubts[DateDoubt.OPEN]}
    elif doubts[DateDoubt.OPEN] and not doubts[DateDoubt.SURE]:
        yield _("No date is after the 12th, so each of %(count)d could have day and month the other way round.") % {
            "count": doubts[DateDoubt.OPEN]
        }


def _twins(tally: ImportTally, plan: "Plan") -> Iterator[str]:
    if plan.mapping.twins and tally.rejects:
        yield _(
            "The register has no key of its own: correct the rejected rows in the register itself, and import all of "
            "it again."
        )
    if tally.doubles:
        yield ngettext(
            "%(count)d row has the key of another one. If the register has no key of its own, write twins = true.",
            "%(count)d rows have the key of another one. If the register has no key of its own, write twins = true.",
            tally.doubles,
        ) % {"count": tally.doubles}
    if tally.unlike:
        columns = ", ".join(f"{name} ({count})" for name, count in tally.unlike.most_common())
        yield _(
            "Rows of one key differ in %(columns)s. Write these columns under key too: else, when the file grows, one "
            "of them may come in twice and another not at all."
        ) % {"columns": columns}


def _columns(plan: "Plan", source: Source) -> Iterator[str]:
    """Yield the columns that nothing is read from, each with its filled cells."""
    filled = dict(zip(source.columns, source.filled, strict=True))
    ignored = [name for name in plan.left_out if name in plan.mapping.ignore]
    fresh = [name for name in plan.left_out if name in plan.mapping.empty and filled[name]]
    undeclared = [name for name in plan.left_out if name not in {*plan.mapping.ignore, *plan.mapping.empty}]
    for names, text in (
        (
            fresh,
            _("Columns that were empty for the mapping and are filled now (filled cells): %(columns)s."),
        ),
        (ignored, _("Columns left out on purpose (filled cells): %(columns)s.")),
        (undeclared, _("Columns not imported, and not declared under ignore (filled cells): %(columns)s.")),
    ):
        if names:
            yield text % {"columns": ", ".join(f"{name} ({filled[name]})" for name in names)}


def _of_them(plan: "Plan") -> str:
    said = ", ".join(filter(None, (section.aside() for section in plan.sections)))
    return f"  ({said})" if said else ""


def _misfits(tally: ImportTally, plan: "Plan") -> Iterator[str]:
    if not tally.misfits:
        yield _("Every value found its code.")
        return
    yield _("Values that fit nothing, counted as not asked:")
    for (column, target), values in tally.misfits.items():
        stands_for = plan.mapping.feeds[target].default if plan.targets[target].falls_back else ""
        yield f"  {column} -> {target}" + (_(" (counted as %(code)s)") % {"code": stands_for} if stands_for else "")
        ranked = sorted(values.items(), key=lambda item: (-item[1].count, item[0]))
        for value, seen in ranked[:MOST_VALUES]:
            rows = ", ".join(seen.rows) + (", ..." if seen.count > len(seen.rows) else "")
            shown = {"count": seen.count, "value": shown_value(value), "rows": rows}
            yield _('  %(count)6d  "%(value)s"  (row %(rows)s)') % shown
        if len(ranked) > MOST_VALUES:
            yield _("          and %(count)d more values") % {"count": len(ranked) - MOST_VALUES}


def reject_lines(tally: ImportTally, most: int = 20) -> Iterator[str]:
    """Yield the rejected rows with their reasons, the first ones."""
    for reject in tally.rejects[:most]:
        yield _("  row %(row)s: %(reason)s") % {
            "row": reject.place,
            "reason": shown_value(reject.reason, LONGEST_REASON),
        }
    if len(tally.rejects) > most:
        yield _("  and %(count)d more") % {"count": len(tally.rejects) - most}

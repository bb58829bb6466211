"""What an import did, in numbers that add up: read = imported + already there + rejected."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.importing.checking import Plan
from bereg.importing.records import Misfit, Record
from bereg.importing.rejects import Reject
from bereg.importing.table import Source
from bereg.importing.values import Doubt

FIRST_ROWS = 3
MOST_VALUES = 500  # listed; a column with more was given the wrong target
LONGEST_VALUE = 80
LONGEST_REASON = 160
# Marks that turn the direction of writing would let a value pose as another one.
BIDI = dict.fromkeys(
    [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\N{REPLACEMENT CHARACTER}"
)


@dataclass
class Seen:
    """How often a value stands in the file, and where first."""

    count: int = 0
    rows: list[str] = field(default_factory=list)


@dataclass
class Tally:
    """The counts of one run."""

    read: int = 0
    lines: int = 0  # of the file, which the rows take that were not rejected
    enquiries: int = 0
    contacts: int = 0  # without an enquiry
    standing: int = 0
    rejects: list[Reject] = field(default_factory=list)
    misfits: dict[tuple[str, str], dict[str, Seen]] = field(default_factory=dict)
    unasked: Counter[str] = field(default_factory=Counter)
    agreed: int = 0
    doubles: int = 0  # rejected for the key of another row
    doubts: Counter[Doubt] = field(default_factory=Counter)  # of dates whose day and month might be turned round
    unlike: Counter[str] = field(default_factory=Counter)  # columns in which rows of one key differ, though twins

    @property
    def imported(self) -> int:
        """How many rows were added."""
        return self.enquiries + self.contacts

    def note(self, record: Record) -> None:
        """Remember what in a row fits nothing. It is noted for rows already there too: the file says the same."""
        self.lines += record.lines
        self.agreed += record.consent == "yes" and record.is_enquiry
        self.unasked.update(record.unasked)
        for misfit in record.misfits:
            self._note(misfit, record.place)

    def _note(self, misfit: Misfit, row: str) -> None:
        seen = self.misfits.setdefault((misfit.column, misfit.target), {}).setdefault(misfit.value, Seen())
        seen.count += 1
        if len(seen.rows) < FIRST_ROWS:
            seen.rows.append(row)


def lines_of(tally: Tally, plan: Plan, source: Source, *, dry_run: bool) -> Iterator[str]:
    """Yield the summary, line by line."""
    yield _account(tally, source)
    yield _("Read:          %(count)6d") % {"count": tally.read}
    label = _("To import:     %(count)6d") if dry_run else _("Imported:      %(count)6d")
    yield label % {"count": tally.imported} + _of_them(tally)
    yield _("Already there: %(count)6d") % {"count": tally.standing}
    yield _("Rejected:      %(count)6d") % {"count": len(tally.rejects)}
    yield ""
    kept = {"kept": tally.agreed, "read": tally.read - len(tally.rejects)}
    yield _("Answers are kept of %(kept)d of %(read)d rows; of the others, contact, language and topics.") % kept
    defaults = {feed.target: feed.default for feed in plan.mapping.contact.values()}
    yield from _misfits(tally, defaults)
    for name, count in sorted(tally.unasked.items()):
        yield ngettext(
            "%(name)s: %(count)d answer left out, since the questionnaire does not ask it there.",
            "%(name)s: %(count)d answers left out, since the questionnaire does not ask it there.",
            count,
        ) % {"name": name, "count": count}
    yield from _dates(tally)
    yield from _twins(tally)
    yield from _columns(plan, source)


def _account(tally: Tally, source: Source) -> str:
    """Return the line that accounts for every line of the file."""
    counts = {
        "all": sum(sheet.lines for sheet in source.sheets),
        "heading": sum(sheet.heading for sheet in source.sheets),
        "read": tally.lines,
        "rejected": sum(reject.lines for reject in tally.rejects),
        "blank": sum(sheet.blank for sheet in source.sheets),
        "left": sum(sheet.lines for sheet in source.sheets if not sheet.is_read),
    }
    return (
        _(
            "Lines of the file: %(all)d = heading %(heading)d + read %(read)d + rejected %(rejected)d "
            "+ blank %(blank)d + left out %(left)d"
        )
        % counts
    )


def _dates(tally: Tally) -> Iterator[str]:
    """Yield what speaks for day and month the other way round than the mapping says."""
    doubts = tally.doubts
    if doubts[Doubt.SEVERAL]:
        yield _("Dates that two of the formats read, each as another day; the first format counts: %(count)d.") % {
            "count": doubts[Doubt.SEVERAL]
        }
    if doubts[Doubt.TURNED]:
        yield _(
            "Dates that are none, but would be with day and month the other way round: %(count)d; and %(open)d more "
            "could be either. See whether formats is right."
        ) % {"count": doubts[Doubt.TURNED], "open": doubts[Doubt.OPEN]}
    elif doubts[Doubt.OPEN] and not doubts[Doubt.SURE]:
        yield _("No date is after the 12th, so each of %(count)d could have day and month the other way round.") % {
            "count": doubts[Doubt.OPEN]
        }


def _twins(tally: Tally) -> Iterator[str]:
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


def _columns(plan: Plan, source: Source) -> Iterator[str]:
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


def _of_them(tally: Tally) -> str:
    if not tally.contacts:
        return ""
    counts = {"enquiries": tally.enquiries, "contacts": tally.contacts}
    return _("  (enquiries: %(enquiries)d, contacts without one: %(contacts)d)") % counts


def _misfits(tally: Tally, defaults: Pairs[str, str]) -> Iterator[str]:
    if not tally.misfits:
        yield _("Every value found its code.")
        return
    yield _("Values that fit nothing, counted as not asked:")
    for (column, target), values in tally.misfits.items():
        stands_for = defaults.get(target, "")
        yield f"  {column} -> {target}" + (_(" (counted as %(code)s)") % {"code": stands_for} if stands_for else "")
        ranked = sorted(values.items(), key=lambda item: (-item[1].count, item[0]))
        for value, seen in ranked[:MOST_VALUES]:
            rows = ", ".join(seen.rows) + (", ..." if seen.count > len(seen.rows) else "")
            shown = {"count": seen.count, "value": shown_value(value), "rows": rows}
            yield _('  %(count)6d  "%(value)s"  (row %(rows)s)') % shown
        if len(ranked) > MOST_VALUES:
            yield _("          and %(count)d more values") % {"count": len(ranked) - MOST_VALUES}


def shown_value(value: str, longest: int = LONGEST_VALUE) -> str:
    """Return a value fit for one line of a terminal."""
    plain = " ".join(value.split()).translate(BIDI)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def reject_lines(tally: Tally, most: int = 20) -> Iterator[str]:
    """Yield the rejected rows with their reasons, the first ones."""
    for reject in tally.rejects[:most]:
        yield _("  row %(row)s: %(reason)s") % {
            "row": reject.place,
            "reason": shown_value(reject.reason, LONGEST_REASON),
        }
    if len(tally.rejects) > most:
        yield _("  and %(count)d more") % {"count": len(tally.rejects) - most}

"""A first mapping for a file: what its columns may mean. The person completes it; nothing is imported by a guess."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.centres.import_sections import DayColumn, Destination, Hint, ImportSection
from bereg.importing.columns import Column, Look, look_at
from bereg.importing.declared import section_kinds
from bereg.importing.label_matching import Guess, best_guesses, switches
from bereg.importing.options import FIRST, ReadingOptions
from bereg.importing.rejects import register_of
from bereg.importing.shown_values import shown_value
from bereg.importing.table import Source

MOST_VALUES = 200


@dataclass(frozen=True)
class Suggestion:
    """The skeleton of a mapping, in parts."""

    source: Source
    columns: list[Column]
    guesses: dict[str, Guess]  # column to what it may feed
    switches: dict[str, dict[str, str]]  # target to its columns of yes and no, each with its code

    @property
    def read(self) -> set[str]:
        """The columns that something is read from."""
        switched = {name for columns in self.switches.values() for name, code in columns.items() if code}
        return {*self.guesses, *switched}


def suggest(path: Path, source: Source, country: str, centre: str = "", reading: ReadingOptions | None = None) -> str:
    """Return a mapping skeleton (TOML) for a line of a country.

    It can be parsed as it is, and used once the person has filled it in. centre: its code, where it is known. reading:
    what somebody said of the file, which the mapping then says.
    """
    columns = [look_at(name, values) for name, values in _values(source)]
    # From the highest room down: what is nearer to the matter is the more telling.
    sections = [kind(Destination("", country, "")) for kind in reversed(section_kinds())]
    hints = hints_at(country)
    switched = switches(columns, hints)
    named = {name for codes in switched.values() for name, code in codes.items() if code}
    guesses = best_guesses([each for each in columns if each.name not in named], hints)
    found = Suggestion(source, columns, guesses, switched)
    parts = [
        *_head(path, found),
        *_centre(centre, country),
        *_file(found, reading or ReadingOptions()),
        *_sections(found, sections),
        *_guessed(found),
        *_switched(found),
        *_others(found, sections),
    ]
    return "\n".join(parts) + "\n"


def hints_at(country: str) -> dict[str, Hint]:
    """Return what columns may feed in a country, and how that is guessed."""
    sections = [kind(Destination("", country, "")) for kind in reversed(section_kinds())]
    return {target: hint for section in sections for target, hint in section.hints().items()}


def _values(source: Source) -> Iterator[tuple[str, Counter[str]]]:
    counts: list[Counter[str]] = [Counter() for _name in source.columns]
    for row in source.rows():
        if not row.problem:
            for counter, cell in zip(counts, row.cells, strict=True):
                counter[cell] += 1
    return zip(source.columns, counts, strict=True)


def _head(path: Path, found: Suggestion) -> Iterator[str]:
    yield from _comment(
        _("A mapping for %(file)s (%(how)s), %(count)d rows.")
        % {"file": path.name, "how": found.source.how, "count": found.source.count},
        _("Guesses stand here: go through every line before you import, and try it with --dry-run first."),
        _("Values are copied from your file: keep this one as safe as that one."),
    )
    ids = [each.name for each in found.columns if each.look is Look.ID]
    date = _date_column(found)
    read = {*ids[:1], date.name if date else "", *found.read}
    yield ""
    yield f"source = {_text(register_of(path))}"
    yield from _key(found, ids)
    yield "# " + _("columns left out on purpose")
    left_out = [each for each in found.columns if each.name not in read]
    yield f"ignore = {_list(each.name for each in left_out if each.look is not Look.EMPTY)}"
    yield "# " + _("columns that are empty in every row: an import says so if they are filled one day")
    yield f"empty = {_list(each.name for each in left_out if each.look is Look.EMPTY)}"
    yield ""


def _centre(code: str, country: str) -> Iterator[str]:
    yield "[centre]"
    if code:
        yield f"code = {_text(code)}"
        yield ""
        return
    yield 'code = ""  # ' + _("an existing centre; to create one, write also:")
    time_zone = settings.TIME_ZONE if country == settings.HOME_COUNTRY else ""
    yield f'# prefix = "ABC"\n# country = {_text(country)}\n# time_zone = {_text(time_zone)}'
    yield '# names = { en = "", ru = "" }'
    yield ""


def _file(found: Suggestion, reading: ReadingOptions) -> Iterator[str]:
    rows = found.source.header
    lines = [f"sheet = {_text(reading.sheets[0])}"] if reading.sheets else []
    lines += ["multiline = true"] if reading.multiline else []
    if rows != FIRST:
        said = rows[0] if len(rows) == 1 else list(rows)
        lines.append(f"header = {said}  # " + _("guessed: what stands above is left out"))
    if lines:
        yield from ("[file]", *lines, "")


def _key(found: Suggestion, ids: list[str]) -> Iterator[str]:
    yield "# " + _("the columns that tell one row from every other; never change them after the first import")
    if ids:
        yield f"key = {_list(ids[:1])}"
        return
    # Their digest is stored, and what is about a person could be guessed from it.
    telling = [each.name for each in found.columns if each.look in {Look.VALUES, Look.NUMBERS, Look.DATE}]
    yield f"key = {_list(telling)}"
    yield "# " + _("no column tells rows apart: equal rows are counted, the second one is another person")
    yield "twins = true"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _date_column(found: Suggestion) -> Column | None:
    dates = [each for each in found.columns if each.look is Look.DATE]
    return max(dates, key=lambda each: each.filled, default=None)


def _sections(found: Suggestion, sections: Iterable[ImportSection]) -> Iterator[str]:
    guessed = {guess.target for guess in found.guesses.values()}
    date = _date_column(found)
    day = DayColumn(_day_feed(date), date.date_doubt) if date else None
    for section in sections:
        yield from section.skeleton(guessed, day)


def _day_feed(date: Column) -> str:
    formats = f"[{_text(date.date_format)}]" if date.date_format else "[]"
    return f"{{ column = {_text(date.name)}, formats = {formats} }}"


def _guessed(found: Suggestion) -> Iterator[str]:
    for column in found.columns:
        guess = found.guesses.get(column.name)
        if not guess:
            continue
        yield from _comment(
            _("%(filled)d of %(all)d rows filled; codes: %(codes)s")
            % {"filled": column.filled, "all": found.source.count, "codes": ", ".join(guess.known_codes[:60])}
        )
        yield f"[{guess.target}]"
        yield f"column = {_text(column.name)}"
        if guess.default:
            yield f"default = {_text(guess.default)}"
        if guess.split:
            yield f"split = {_text(guess.split)}"
        if guess.ranges:
            yield "# " + _("code = [least, greatest]; 0 counts as not asked")
            yield f"[{guess.target}.ranges]"
            yield from (f"{code} = [{least}, {greatest}]" for code, (least, greatest) in guess.ranges.items())
        elif not guess.is_number:
            yield f"[{guess.target}.table]"
            yield from _table(column, guess)
        yield ""


def _switched(found: Suggestion) -> Iterator[str]:
    for target, columns in found.switches.items():
        yield from _comment(_("Columns of yes and no: a yes stands for the code beside the column's name."))
        yield f"[{target}.columns]"
        for name, code in sorted(columns.items(), key=lambda pair: not pair[1]):
            if code:
                yield f"{_text(name)} = {_text(code)}"
            elif name not in found.guesses:
                yield f'# {_text(name)} = ""'
        yield ""


def _table(column: Column, guess: Guess) -> Iterator[str]:
    for value, count in column.values.most_common():
        if value:
            code = guess.codes.get(value, "")
            remark = guess.remarks.get(value) or (
                "" if code else _("no guess: fill in, or leave empty and it is reported")
            )
            mark = f"  {remark}" if remark else ""
            yield f"{_text(value)} = {_text(code)}  # {count}{mark}"


def _others(found: Suggestion, sections: list[ImportSection]) -> Iterator[str]:
    prose = ", ".join(f"[{name}]" for section in reversed(sections) for name in section.prose)
    groups = [name.replace("*", "VARIABLE") for section in sections for name in section.tables if "*" in name]
    yield from _comment(_("Columns that were not guessed."))
    date = _date_column(found)
    for column in found.columns:
        if column.name in found.read or column is date:
            continue
        yield ""
        yield f"# {_text(column.name)}: {column.filled} / {len(column.values)}"
        if column.look is not Look.VALUES:
            yield f"# {WARNINGS[column.look]() % {'tables': prose}}"
            continue
        for group in groups[:1]:
            yield f"# [{group}]"
            yield f"# column = {_text(column.name)}"
            yield f"# [{group}.table]"
        for value, count in column.values.most_common(MOST_VALUES):
            if value:
                yield f'# {_text(shown_value(value))} = ""  # {count}'


WARNINGS = {
    Look.EMPTY: lambda: _("empty in every row"),
    Look.ID: lambda: _("a number or code of its own in every row: for key and nothing else"),
    Look.DATE: lambda: _("dates"),
    Look.NUMBERS: lambda: _("numbers: a question with bands takes them by ranges, code = [least, greatest]"),
    Look.TEXT: lambda: _("WARNING: free text may name people; only for %(tables)s, only if they agreed"),
    Look.PERSONAL: lambda: _("WARNING: looks like names, numbers or addresses of people: not to be imported"),
    Look.MANY: lambda: _("too many different values for a question with codes"),
}


def _comment(*lines: str) -> Iterator[str]:
    yield from (f"# {line}" for line in lines)


def _text(value: str) -> str:
    """Return a TOML string. JSON escapes what TOML wants escaped; cells hold no control signs but TAB and LF."""
    return json.dumps(value, ensure_ascii=False)

"""A first mapping for a file: what its columns may mean. The person completes it; nothing is imported by a guess."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.importing.columns import Column, Look, look_at
from bereg.importing.guesses import Guess, best_guesses
from bereg.importing.summary import shown_value
from bereg.importing.table import Source
from bereg.questionnaire.form import Form

MOST_VALUES = 200


@dataclass(frozen=True)
class Suggestion:
    """The skeleton of a mapping, in parts."""

    source: Source
    columns: list[Column]
    guesses: dict[str, Guess]  # column to what it may feed


def suggest(path: Path, source: Source, form: Form, country: str) -> str:
    """Return a mapping skeleton (TOML) for a line of a country.

    It can be parsed as it is, and used once the person has filled it in.
    """
    columns = [look_at(name, values) for name, values in _values(source)]
    found = Suggestion(source, columns, best_guesses(columns, form))
    parts = [*_head(path, found, country), *_contact(found), *_answers(found, form), *_others(found)]
    return "\n".join(parts) + "\n"


def _values(source: Source) -> Iterator[tuple[str, Counter[str]]]:
    counts: list[Counter[str]] = [Counter() for _name in source.columns]
    for row in source.rows():
        if not row.problem:
            for counter, cell in zip(counts, row.cells, strict=True):
                counter[cell] += 1
    return zip(source.columns, counts, strict=True)


def _head(path: Path, found: Suggestion, country: str) -> Iterator[str]:
    yield from _comment(
        _("A mapping for %(file)s (%(how)s), %(count)d rows.")
        % {"file": path.name, "how": found.source.how, "count": found.source.count},
        _("Guesses stand here: go through every line before you import, and try it with --dry-run first."),
        _("Values are copied from your file: keep this one as safe as that one."),
    )
    used = {found.guesses[each.name].target for each in found.columns if each.name in found.guesses}
    ids = [each.name for each in found.columns if each.look is Look.ID]
    date = _date_column(found)
    read = {*ids[:1], date.name if date else "", *found.guesses}
    yield ""
    yield f"source = {_text(path.stem)}"
    yield from _key(found, ids)
    yield "# " + _("columns left out on purpose")
    left_out = [each for each in found.columns if each.name not in read]
    yield f"ignore = {_list(each.name for each in left_out if each.look is not Look.EMPTY)}"
    yield "# " + _("columns that are empty in every row: an import says so if they are filled one day")
    yield f"empty = {_list(each.name for each in left_out if each.look is Look.EMPTY)}"
    yield ""
    yield "[centre]"
    yield 'code = ""  # ' + _("an existing centre; to create one, write also:")
    time_zone = settings.TIME_ZONE if country == settings.HOME_COUNTRY else ""
    yield f'# prefix = "ABC"\n# country = {_text(country)}\n# time_zone = {_text(time_zone)}'
    yield '# names = { en = "", ru = "" }'
    yield ""
    yield "# " + _('"yes" only if the people agreed that their answers are kept; else "no" or "not_asked"')
    yield "[consent]"
    if "consent" not in used:
        yield 'constant = "not_asked"'
    yield ""


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


def _contact(found: Suggestion) -> Iterator[str]:
    yield "[contact]"
    date = _date_column(found)
    if date:
        if date.date_doubt:
            yield f"# {_('WARNING')}: {date.date_doubt}"
        formats = f"[{_text(date.date_format)}]" if date.date_format else "[]"
        yield f"date = {{ column = {_text(date.name)}, formats = {formats} }}"
    else:
        yield '# date = { column = "...", formats = ["%d.%m.%Y"] }  # ' + _("no column looks like a date")
    targets = {guess.target for guess in found.guesses.values()}
    if "contact.channel" not in targets:
        yield 'channel = { constant = "phone" }  # ' + "phone, email, web, letter, visit"
    yield ""


def _answers(found: Suggestion, form: Form) -> Iterator[str]:
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
        if guess.target == "contact.channel":
            yield 'default = "phone"'
        if guess.split:
            yield f"split = {_text(guess.split)}"
        if guess.ranges:
            yield "# " + _("code = [least, greatest]; 0 counts as not asked")
            yield f"[{guess.target}.ranges]"
            yield from (f"{code} = [{least}, {greatest}]" for code, (least, greatest) in guess.ranges.items())
        else:
            yield f"[{guess.target}.table]"
            yield from _table(column, guess)
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


def _others(found: Suggestion) -> Iterator[str]:
    yield from _comment(_("Columns that were not guessed."))
    date = _date_column(found)
    for column in found.columns:
        if column.name in found.guesses or column is date:
            continue
        yield ""
        yield f"# {_text(column.name)}: {column.filled} / {len(column.values)}"
        if column.look is not Look.VALUES:
            yield f"# {WARNINGS[column.look]()}"
            continue
        yield "# [answers.VARIABLE]"
        yield f"# column = {_text(column.name)}"
        yield "# [answers.VARIABLE.table]"
        for value, count in column.values.most_common(MOST_VALUES):
            if value:
                yield f'# {_text(shown_value(value))} = ""  # {count}'


WARNINGS = {
    Look.EMPTY: lambda: _("empty in every row"),
    Look.ID: lambda: _("a number or code of its own in every row: for key, never for an answer"),
    Look.DATE: lambda: _("dates"),
    Look.NUMBERS: lambda: _("numbers: a question with bands takes them by ranges, code = [least, greatest]"),
    Look.TEXT: lambda: _("WARNING: free text may name people; only for [narrative], only with consent"),
    Look.PERSONAL: lambda: _("WARNING: looks like names, numbers or addresses of people: not to be imported"),
    Look.MANY: lambda: _("too many different values for a question with codes"),
}


def _comment(*lines: str) -> Iterator[str]:
    yield from (f"# {line}" for line in lines)


def _text(value: str) -> str:
    """Return a TOML string. JSON escapes what TOML wants escaped; cells hold no control signs but TAB and LF."""
    return json.dumps(value, ensure_ascii=False)

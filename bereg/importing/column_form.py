"""One column of a file as a form: what it becomes, and what each of its values means."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bereg.centres.import_sections import Hint, Holds, ImportTarget
from bereg.importing.columns import Column
from bereg.importing.dates import DATE_FORMATS
from bereg.importing.label_matching import bands_of, best_guesses
from bereg.importing.mapping_editor import MappingEditor, text_in, with_codes
from bereg.importing.preview import label_of, title_of
from bereg.importing.shown_values import shown_value
from bereg.importing.values import CodeTable, table_of_labels

MOST_VALUES = 150  # in one form; the text takes any number
LEFT_OUT, SAME = "-", "="
CODED = {Holds.CODE, Holds.CODES}
SPLITS = (",", ";", "/", "|", "+")
EXAMPLE = date(2008, 12, 31)


@dataclass(frozen=True)
class ColumnInWork:
    """A column, and what there is to choose from. targets: everything that a column may become."""

    column: Column
    editor: MappingEditor
    targets: Mapping[str, ImportTarget]
    hints: Mapping[str, Hint]

    @property
    def uses(self) -> list[str]:
        """What it becomes now; rarely more than one."""
        return self.editor.targets_of(self.column.name, self.targets)

    @property
    def use(self) -> str:
        return self.uses[0] if self.uses else ""

    @property
    def is_switch(self) -> bool:
        """Tell whether it is one of several columns of yes and no that feed the same."""
        return self.column.name in self.editor.switches(self.use)

    def values(self, split: str) -> list[tuple[str, int]]:
        """Return the values, the most frequent first, or what stands between the signs, with their numbers."""
        counts: Counter[str] = Counter()
        for cell, count in self.column.values.items():
            pieces = {piece.strip() for piece in cell.split(split)} if split else {cell}
            counts.update(dict.fromkeys(filter(None, pieces), count))
        return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


class ColumnForm(forms.Form):
    """The use first. What depends on it is asked once it is chosen."""

    use = forms.ChoiceField()

    def __init__(self, *args: Any, work: ColumnInWork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work, self.feed = work, work.editor.feed(work.use) if work.use else {}
        self.target = work.targets.get(work.use)
        self.values: list[tuple[str, str]] = []  # the name of the field, the value
        name = work.column.name
        self.fields["use"] = forms.ChoiceField(label=_("What this column becomes"), choices=self._uses())
        self.initial["use"] = work.use or (LEFT_OUT if work.editor.is_listed("ignore", name) else "")
        self.fields["is_key"] = forms.BooleanField(
            label=_("Tells one row from every other (the key)"),
            help_text=_("Never change this after the first import, or every row comes in once more."),
            required=False,
            initial=work.editor.is_listed("key", name),
        )
        if self.target:
            self._more(self.target)

    def _uses(self) -> list[tuple[str, str]]:
        titles = [(name, title_of(name, target)) for name, target in self.work.targets.items()]
        return [("", _("not said yet")), (LEFT_OUT, _("left out on purpose")), *titles]

    def _more(self, target: ImportTarget) -> None:
        if self.work.is_switch:
            now = self.work.editor.switches(self.work.use)[self.work.column.name]
            self._choice("code", _("A yes in this column means"), self._code_choices(target), now)
            return
        if target.holds is Holds.DAY:
            self._date()
        if target.holds is Holds.CODES:
            signs = [("", _("one value in each cell")), *((sign, sign) for sign in SPLITS)]
            self._choice("split", _("The sign between several values in one cell"), signs, text_in(self.feed, "split"))
        if target.holds in CODED and not self.feed.get("ranges"):
            self._codes(target)

    def _date(self) -> None:
        standing = self.feed.get("formats") or []
        standing = [standing] if isinstance(standing, str) else standing
        ways = [(form, EXAMPLE.strftime(form)) for form in DATE_FORMATS]
        if not isinstance(standing, list) or len(standing) > 1 or not all(isinstance(form, str) for form in standing):
            ways.insert(0, (SAME, _("as it stands in the text")))
        now = SAME if ways[0][0] == SAME else standing[0] if standing else ""
        if now not in dict(ways):
            ways.insert(0, (now, now or _("as in 2008-12-31, or the dates of a workbook")))
        self._choice("format", _("How 31 December 2008 is written there"), ways, now)
        self.fields["format"].help_text = self.work.column.date_doubt

    def _codes(self, target: ImportTarget) -> None:
        split = text_in(self.feed, "split")
        codes = self._code_choices(target)
        self._choice("default", _("An empty cell means"), [("", _("nothing")), *codes], text_in(self.feed, "default"))
        guesses = best_guesses([self.work.column], {k: v for k, v in self.work.hints.items() if k == self.work.use})
        remarks = guesses[self.work.column.name].remarks if self.work.column.name in guesses else {}
        table = self._table(target)
        for number, (value, count) in enumerate(self.work.values(split)[:MOST_VALUES]):
            found = table.look_up(value) if not split else CodeTable(table.codes, "", {}).look_up(value)
            now = self._now(value, found.codes)
            choices = [("", _("not decided: fits nothing")), *codes]
            if now == SAME:
                choices.insert(0, (SAME, ", ".join(label_of(code, target) for code in found.codes)))
            name = f"v-{number}"
            self._choice(name, f"{shown_value(value)} ({count})", choices, now)
            self.fields[name].help_text = remarks.get(value, "")
            self.values.append((name, value))

    def _code_choices(self, target: ImportTarget) -> list[tuple[str, str]]:
        silent = [code for code in target.silent if code not in target.labels]
        return [(code, label_of(code, target)) for code in [*target.labels, *silent]]

    def _table(self, target: ImportTarget) -> CodeTable:
        split, table = text_in(self.feed, "split"), self.feed.get("table")
        if not isinstance(table, dict) or not table:
            return table_of_labels(target.labels, split)
        return CodeTable.of(((label, _as_codes(codes)) for label, codes in table.items()), split)

    def _now(self, value: str, codes: tuple[str, ...]) -> str:
        """Return the code of a value; `look_up` says nothing of those that mean "not asked"."""
        if len(codes) > 1:
            return SAME
        written = self.feed.get("table")
        said = written.get(value) if isinstance(written, dict) else None
        return codes[0] if codes else said if isinstance(said, str) else ""

    def _choice(self, name: str, label: str, choices: list[tuple[str, str]], now: object) -> None:
        known = [str(each) for each, _label in choices]
        if str(now) not in known:
            choices = [*choices, (str(now), str(now))]  # what the text says, right or not
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=str(now))

    def changed_text(self) -> str:
        """Return the mapping with what was chosen."""
        editor, column, use = self.work.editor, self.work.column, self.cleaned_data["use"]
        for name in ("ignore", "empty"):
            editor.list_in(name, column.name, is_in=name == "ignore" and use == LEFT_OUT)
        editor.list_in("key", column.name, is_in=self.cleaned_data["is_key"])
        if use == self.work.use and self.work.is_switch:
            editor.switch(use, column.name, self.cleaned_data["code"])
        elif use == self.work.use and self.target:
            editor.put(use, **self._changed_feed(self.target))
        elif use != self.work.use:
            for target in self.work.uses:
                editor.release(target, column.name)
            if use in self.work.targets and editor.switches(use):
                editor.switch(use, column.name, "")
            elif use in self.work.targets:
                editor.put(use, **self._fresh_feed(use))
        return editor.text

    def _changed_feed(self, target: ImportTarget) -> dict[str, Any]:
        feed, given = dict(self.feed), self.cleaned_data
        if given.get("format", SAME) != SAME:
            feed["formats"] = [given["format"]] if given["format"] else []
        if "split" in given:
            feed["split"] = given["split"]
        if "default" in given:
            feed["default"] = given["default"]
        if self.values:
            chosen = {value: None if given[name] == SAME else given[name] for name, value in self.values}
            table = self.feed.get("table")
            feed["table"] = with_codes(table if isinstance(table, dict) else {}, chosen, text_in(feed, "split"))
        return feed

    def _fresh_feed(self, use: str) -> dict[str, Any]:
        """Return how a column feeds what it was just given, as far as that can be guessed."""
        column, target = self.work.column, self.work.targets[use]
        feed: dict[str, Any] = {"column": column.name}
        if target.holds is Holds.DAY:
            return {**feed, "formats": [column.date_format] if column.date_format else []}
        if target.holds is Holds.TEXT:
            return {**feed, "verbatim": True}
        guess = best_guesses([column], {k: v for k, v in self.work.hints.items() if k == use}).get(column.name)
        if guess:
            return {
                **feed,
                "default": guess.default,
                "split": guess.split,
                "ranges": {code: list(pair) for code, pair in guess.ranges.items()},
                "table": {value: guess.codes.get(value, "") for value in column.values if value}
                if not guess.ranges and not guess.is_number and len(column.values) <= MOST_VALUES
                else {},
            }
        if target.holds is Holds.CODE and _is_numeric(column):
            return {**feed, "ranges": {code: list(pair) for code, pair in bands_of(target.labels).items()}}
        return feed


def _is_numeric(column: Column) -> bool:
    filled = [value for value in column.values if value]
    return bool(filled) and all(value.isdigit() for value in filled)


def _as_codes(codes: object) -> tuple[str, ...]:
    if isinstance(codes, str):
        return (codes,)
    return tuple(each for each in codes if isinstance(each, str)) if isinstance(codes, list) else ()

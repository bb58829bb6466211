"""Checks of the sheet `choices`."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from django.utils.translation import gettext as _

from bereg.questionnaire.answers import RESERVED
from bereg.questionnaire.problems import Problem
from bereg.questionnaire.sheet_rows import ChoiceRow
from bereg.questionnaire.validation_survey_sheet import label_problems

CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
Lists = Mapping[str, list[ChoiceRow]]


def check_choices(lists: Lists, languages: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with codes, labels and first levels. `languages`: heading's name to code."""
    for name, rows in lists.items():
        first: dict[str, int] = {}
        for row in rows:
            texts = chain(
                () if name else [_("the list_name is missing; add it")],
                _code_problems(row, first),
                label_problems(row.label, languages),
                _group_problems(row, lists),
            )
            yield from (Problem("choices", row.number, text) for text in texts)


def _code_problems(row: ChoiceRow, first: dict[str, int]) -> Iterator[str]:
    values = {"code": row.code[:80], "list": row.list_name}
    if not row.code:
        yield _("the name is missing; add the code of this choice")
    elif row.code in RESERVED:
        yield (
            _("the code %(code)s belongs to the program, which offers it with every question; remove the row") % values
        )
    elif not CODE.fullmatch(row.code):
        yield (
            _("the code %(code)s: use at most 64 Latin letters, digits, hyphens and underscores, and no space") % values
        )
    elif first.setdefault(row.code, row.number) != row.number:
        values |= {"row": str(first[row.code])}
        yield _("the code %(code)s stands in row %(row)s of the list %(list)s already; choose another") % values


def _group_problems(row: ChoiceRow, lists: Lists) -> Iterator[str]:
    if not row.group:
        return
    levels = f"{row.list_name}_group"
    if row.group not in {each.code for each in lists.get(levels, ())}:
        values = {"group": row.group, "list": levels}
        yield _("the group %(group)s is not in the list %(list)s; add it there") % values

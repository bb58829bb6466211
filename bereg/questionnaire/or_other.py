"""`or_other` of a question: the choice "other" at the end of its list, and a question below that asks what it is."""

import re
from dataclasses import replace

from bereg.questionnaire.sheets import Row, Sheets, language_code

OTHER = "other"
CHOICE = {"": "Other", "en": "Other", "ru": "Другое", "uz": "Boshqa", "tg": "Дигар"}
QUESTION = {"": "What exactly", "en": "What exactly", "ru": "Что именно", "uz": "Aynan nima", "tg": "Маҳз чӣ"}
_WITH_OTHER = re.compile(r"(?P<select>select_(?:one|multiple) (?P<list>\S+)) or_other")


def with_others(sheets: Sheets) -> Sheets:
    """Return the form with what `or_other` stands for written out. Row numbers change: only after all was checked."""
    survey: list[Row] = []
    lists: dict[str, None] = {}
    for row in sheets.rows.get("survey", ()):
        asked = _WITH_OTHER.fullmatch(row.get("type", ""))
        survey.append({**row, "type": asked["select"]} if asked else row)
        if asked:
            lists[asked["list"]] = None
            survey.append(_what_exactly(row["name"], sheets.headings["survey"]))
    if not lists:
        return sheets
    choices = list(sheets.rows.get("choices", ()))
    named = next(
        (each for each in sheets.headings["choices"] if each.lower().replace("_", " ") == "list name"), "list_name"
    )
    known = {(row.get(named), row.get("name")) for row in choices}
    choices += [
        {named: each, "name": OTHER, **_texts(CHOICE, sheets.headings["choices"])}
        for each in lists
        if (each, OTHER) not in known
    ]
    headings = dict(sheets.headings)
    headings["survey"] = [*headings["survey"], *(each for each in ("relevant",) if each not in headings["survey"])]
    return replace(sheets, headings=headings, rows={**sheets.rows, "survey": survey, "choices": choices})


def _what_exactly(name: str, headings: list[str]) -> Row:
    condition = f"selected(${{{name}}}, '{OTHER}')"
    return {"type": "text", "name": f"{name}_{OTHER}", "relevant": condition, **_texts(QUESTION, headings)}


def _texts(words: dict[str, str], headings: list[str]) -> Row:
    """Return a label in each language that the sheet has, the English one where we have none."""
    found = {}
    for heading in headings:
        kind, _separator, language = heading.partition("::")
        if kind.lower() == "label":
            found[heading] = words.get(language_code(language), words[""])
    return found

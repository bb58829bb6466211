"""A release as the public reads it: sentences, tables and what their charts show."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from bereg.commentary import queries as commentary
from bereg.core.languages import tag
from bereg.core.numbers import number
from bereg.public_site import addresses
from bereg.public_site.themes import NAMES, by_theme
from bereg.publications import content, sentences, sentences_by_people
from bereg.publications import queries as releases
from bereg.publications.charts import Bar, bars
from bereg.publications.content import Content, Row, Table, Words
from bereg.publications.omitted_tables import left_out
from bereg.publications.sentences_by_people import TOTALS
from bereg.publications.work_results import notes, outputs

Parts = Mapping[str, Mapping[str, list[Table]]]  # by centre and table: a table a group


def parts(said: Content) -> Parts:
    """Return the tables of a release centre by centre, the totals first."""
    found: dict[str, dict[str, list[Table]]] = {}
    for table in said["tables"]:
        of_centre = found.setdefault(table["centre"], {TOTALS: []})
        of_centre.setdefault(table["id"] if table["rows"] else TOTALS, []).append(table)
    return {
        centre: {name: tables for name, tables in of_centre.items() if tables} for centre, of_centre in found.items()
    }


def _said(found: Any) -> Content:
    """Return what a release says, and what people wrote beside it. Raise releases.ChangedError."""
    said = content.with_bases(releases.content_of(found))
    return sentences_by_people.with_words(said, commentary.public_words(found))


def _written(said: Content, centre: str, table: str = "") -> list[dict[str, object]]:
    """Return what people wrote of a table, or of a centre as a whole, each with the language that it is in."""
    found = sentences_by_people.of(said.get("written", []), centre, table, sentences.spoken())
    return [_in_language(each) for each in found]


def _in_language(text: sentences_by_people.WrittenSentence) -> dict[str, object]:
    return {"paragraphs": text.paragraphs, "language": tag(text.language)}


def summary(found: Any, language: str) -> dict[str, object]:
    """Return what a release says in short, and where its tables are. Raise releases.ChangedError."""
    said = _said(found)
    of_centres = parts(said)
    return {
        "headline": sentences.headline(said),
        "lead": sentences.lead(said),
        "findings": sentences.findings(said),
        "outputs": outputs(said),
        "written": _written(said, sentences.ALL),
        "recommended": [
            (to, [_in_language(each) for each in texts])
            for to, texts in sentences_by_people.recommended(said, sentences.spoken())
        ],
        "outputs_notes": notes(said),
        "themes": [
            {
                "name": NAMES[theme],
                "address": addresses.theme(found, language, theme),
                "tables": [_plain_title(name, groups) for name, groups in tables],
            }
            for theme, tables in by_theme(of_centres.get(sentences.ALL, {})).items()
        ],
        "centres": [
            {"name": _centre_name(tables), "address": addresses.centre(found, language, centre)}
            for centre, tables in of_centres.items()
            if centre != sentences.ALL
        ],
        "left_out": left_out(said),
        "interval_below": said.get("interval_below"),
        **about(found, language),
    }


def of_theme(found: Any, language: str, theme: str) -> dict[str, object] | None:
    """Return the tables of all centres on one subject; None where none was published. Raise releases.ChangedError."""
    said = _said(found)
    themes = by_theme(parts(said).get(sentences.ALL, {}))
    if theme not in themes:
        return None
    return {
        "title": NAMES[theme],
        "tables": _each_sentence_once([_table(found, said, language, name, groups) for name, groups in themes[theme]]),
        "others": [
            {"name": NAMES[each], "address": addresses.theme(found, language, each)} for each in themes if each != theme
        ],
        "interval_below": said.get("interval_below"),
        **about(found, language),
    }


def of_centre(found: Any, language: str, centre: str) -> dict[str, object] | None:
    """Return the tables of one centre; None where none was published. Raise releases.ChangedError."""
    said = _said(found)
    of_centres = parts(said)
    if centre not in of_centres or centre == sentences.ALL:
        return None
    tables = of_centres[centre]
    return {
        "title": _centre_name(tables),
        "written": _written(said, centre),
        "tables": [_table(found, said, language, name, groups) for name, groups in tables.items()],
        "others": [
            {"name": _centre_name(each), "address": addresses.centre(found, language, code)}
            for code, each in of_centres.items()
            if code not in {centre, sentences.ALL}
        ],
        "interval_below": said.get("interval_below"),
        **about(found, language),
    }


def _centre_name(tables: Mapping[str, list[Table]]) -> str:
    return _in_words(next(iter(tables.values()))[0]["centre_name"])


def one(found: Any, language: str, centre: str, name: str) -> dict[str, object] | None:
    """Return one table by itself; None where it was not published. Raise releases.ChangedError."""
    said = _said(found)
    groups = parts(said).get(centre, {}).get(name)
    if groups is None:
        return None
    centre_name = _in_words(groups[0]["centre_name"])
    table = _table(found, said, language, name, groups)
    return {
        "table": table,
        "centre_name": centre_name,
        "title": _plain_title(name, groups),
        "interval_below": said.get("interval_below"),
        **about(found, language),
    }


def about(found: Any, language: str) -> dict[str, object]:
    """Return what is said of a release as a whole."""
    return {
        "period": addresses.period_name(found),
        "release_address": addresses.entry(found, language)["address"],
        "vintage": found.vintage,
        "on": addresses.published_on(found),
        "digest": found.digest,
        "files": addresses.files(found, language),
    }


def drawn(found: Any, centre: str, name: str, *, dark: bool) -> str | None:
    """Draw the chart of a table as SVG; None where it was not published. Raise releases.ChangedError."""
    said = _said(found)
    groups = parts(said).get(centre, {}).get(name)
    if groups is None:
        return None
    series = {each["group"]: _plain(each["group_name"]) for each in _charted(groups)} if name != TOTALS else {}
    figures = [
        Bar(_plain(row["label"]), series[each["group"]], row["shown"])
        for each in groups
        if each["group"] in series
        for row in each["rows"]
    ]
    totals = [Bar(_total_name(each), "", each["base"]) for each in groups if not each["rows"]]
    return bars(figures or totals, list(series.values()) or [""], said["class_below"], dark=dark)


def _charted(groups: list[Table]) -> list[Table]:
    """Set citizens and foreigners side by side; where one of them was left out, show everybody, else who is there."""
    parts = [each for each in groups if each["group"] != sentences.ALL]
    return parts if len(parts) > 1 else [each for each in groups if each["group"] == sentences.ALL] or parts


def _table(found: Any, said: Content, language: str, name: str, groups: list[Table]) -> dict[str, object]:
    centre, small = groups[0]["centre"], f"<{said['class_below']}"
    made = _totals(said, groups, small) if name == TOTALS else _rows(groups, said["class_below"])
    return made | {
        "id": f"{centre}-{name}",
        "written": _written(said, centre, name),
        "title": _("Contacts and enquiries") if name == TOTALS else _in_words(groups[0]["title"]),
        "plain_title": _plain_title(name, groups),
        "chart": addresses.chart(found, language, "light", centre, name),
        "chart_dark": addresses.chart(found, language, "dark", centre, name),
        "address": addresses.table(addresses.name_of(found), language, centre, name),
    }


def _each_sentence_once(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out of the tables of one page what stands above an earlier one."""
    before: set[str] = set()
    for table in tables:
        table["sentences"] = [each for each in table["sentences"] if each not in before]
        before.update(table["sentences"])
    return tables


def _plain_title(name: str, groups: list[Table]) -> str:
    return _("Contacts and enquiries") if name == TOTALS else _plain(groups[0]["title"])


def _totals(said: Content, groups: list[Table], small: str) -> dict[str, object]:
    rows = [{"label": _total_name(each), "cells": [{"shown": _number(each["base"], small)}]} for each in groups]
    if groups[0]["centre"] == sentences.ALL and said["countries"]:
        at_least = _("%(countries)s or more") % {"countries": number(said["countries"])}
        rows.append({"label": _("Foreign countries"), "cells": [{"shown": at_least}]})
    return {
        "columns": [{"name": _("How many")}],
        "rows": rows,
        "small": sum(each["base"] is None for each in groups),
        "sentences": [sentence for each in groups for sentence in sentences.how_to_read(each)],
    }


def _total_name(table: Table) -> str:
    title = _plain(table["title"])
    return title if table["group"] == sentences.ALL else f"{title}, {_plain(table['group_name'])}"


def _rows(groups: list[Table], class_below: int) -> dict[str, object]:
    small = f"<{class_below}"
    labels = {row["code"]: row["label"] for each in groups for row in each["rows"]}
    found = [{row["code"]: _cell(row, each, small) for row in each["rows"]} for each in groups]
    charted = [each["group"] for each in _charted(groups)]
    return {
        "columns": [
            {
                "name": _in_words(each["group_name"]),
                "base": "" if content.is_without_base(each) else _number(each["base"], small),
                "colour": charted.index(each["group"]) + 1 if each["group"] in charted else 0,
            }
            for each in groups
        ],
        "rows": [
            {"label": _in_words(label), "cells": [cells.get(code, {}) for cells in found]}
            for code, label in labels.items()
        ],
        "small": sum(row["shown"] is None for each in groups for row in each["rows"]),
        "sentences": sentences.of_table(groups, class_below),
        "shares": sentences.of_shares(groups[0]),
    }


def _cell(row: Row, table: Table, small: str) -> dict[str, object]:
    return {"shown": _number(row["shown"], small), "percent": sentences.share(row["shown"], table)}


def _number(shown: int | None, small: str) -> str:
    return small if shown is None else number(shown)


def _plain(words: Words) -> str:
    return content.named(words, sentences.spoken())[0]


def _in_words(words: Words) -> str:
    """Return a name; where it is in another language than the page, marked so for who is read to."""
    text, language = content.named(words, sentences.spoken())
    return text if language == sentences.spoken() else format_html('<span lang="{}">{}</span>', tag(language), text)

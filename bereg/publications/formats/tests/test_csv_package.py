"""A release as a data package: a stranger's program reads it by its own description, and finds the same figures."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from frictionless import Package, Report, validate

from bereg.core.languages import awaits_reader
from bereg.core.table_export import bare
from bereg.publications.content import Content
from bereg.publications.formats.csv_package import csv_package
from bereg.publications.formats.reader_notes import explanation
from bereg.publications.formats.sdmx import sdmx
from bereg.publications.formats.tests.four_languages import content as released
from bereg.publications.formats.tests.invented import FORMULA, content, everything, row, table

pytestmark = pytest.mark.once("it uses no database")

Written = Callable[[Content], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a package into a folder and return the address of its description."""

    def write(said: Content) -> Path:
        for name, data in csv_package(said).items():
            (tmp_path / name).write_bytes(data)
        return tmp_path / "datapackage.json"

    return write


def checked(package: Path) -> Report:
    """Hold a package against its description."""
    report: Report = validate(str(package))
    return report


def rows(package: Path, name: str) -> list[dict[str, Any]]:
    """Read a file of a package as a stranger does, by its description."""
    found = Package(str(package)).get_table_resource(name)
    read = [each.to_dict() for each in found.read_rows()]
    return [{key: bare(value) if key == "code" else value for key, value in each.items()} for each in read]


def test_it_is_what_it_says(written: Written) -> None:
    report = checked(written(content()))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name for task in report.tasks} == {"figures", "names"}
    assert not report.warnings
    assert not [warning for task in report.tasks for warning in task.warnings]


@pytest.mark.parametrize(("old", "new"), [(b"1062", b"1063"), (b"1062", b"many"), (b"<10", b"<11")])
def test_a_changed_file_is_found(written: Written, old: bytes, new: bytes) -> None:
    package = written(content())
    file = package.with_name("figures.csv")
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    assert not checked(package).valid


def test_the_figures_come_back(written: Written) -> None:
    found = rows(written(content()), "figures")
    tables = everything()
    keys = ("table", "centre", "group", "code", "shown", "base")
    assert [tuple(each[key] for key in keys) for each in found] == [
        *((t["id"], t["centre"], t["group"], r["code"], r["shown"], t["base"]) for t in tables for r in t["rows"]),
        ("enquiries", "all", "all", "total", 4101, None),
    ]
    assert {each["period"] for each in found} == {"2007-05/2008-05"}


def test_a_small_figure_is_a_class_and_no_number(written: Written) -> None:
    found = rows(written(content()), "figures")
    assert [(each["code"], each["shown"], each["percent"]) for each in found if each["class"] == "<10"] == [
        ("other", None, None),
        ("-1", None, None),
        ("calls", None, None),
    ]
    assert [each["code"] for each in found if each["class"] is None and each["shown"] is None] == []


def test_percentages_are_of_the_changed_figures(written: Written) -> None:
    found = rows(written(content()), "figures")
    assert [each["percent"] for each in found] == [53, 47, None, 100, 2, None, 49, None, None, None]


def test_a_month_is_written_as_a_month(written: Written) -> None:
    package = written(content(last="2007-05"))
    assert checked(package).valid
    assert {each["period"] for each in rows(package, "figures")} == {"2007-05"}


def test_every_code_has_its_name_once_a_language(written: Written) -> None:
    package = written(content())
    names = {(each["what"], each["table"], each["code"], each["language"]) for each in rows(package, "names")}
    for each in rows(package, "figures"):
        for language in ("en", "ru"):
            assert ("table", None, each["table"], language) in names
            assert ("row", each["table"], each["code"], language) in names
            assert {("centre", None, each["centre"], language), ("group", None, each["group"], language)} <= names


def test_no_name_is_run_and_each_comes_back(written: Written) -> None:
    names = [each["name"] for each in rows(written(content()), "names")]
    assert f"'{FORMULA}" in names
    assert [name for name in names if name.startswith(("=", "+", "-", "@"))] == []
    assert {FORMULA, "+7 и номер"} <= {bare(name) for name in names}


def test_the_description_says_in_words_that_figures_are_changed() -> None:
    said = json.loads(csv_package(content(vintage=2))["datapackage.json"])
    for words in (
        "changed at random by at most 5",
        "only the key",
        "Do not subtract",
        "below 10 is shown as <10",
        "изменено случайным образом",
    ):
        assert words in said["description"]
    assert said["title"] == "Figures: May 2007 – May 2008"
    assert (said["name"], said["version"]) == ("figures-2007-05-to-2008-05-v2", "2")
    assert said["licenses"][0]["name"] == "CC-BY-4.0"


@pytest.mark.parametrize("language", ["uz", "tg"])
def test_the_description_says_before_each_language_whether_somebody_whose_it_is_has_read_it(language: str) -> None:
    """A release that has no names in a language has no text in it either."""
    with override(language):
        unread, first, *_rest = explanation(released())
        assert unread == awaits_reader()
    for said, stands in ((released(), True), (content(), False)):
        files = {**csv_package(said), **sdmx(said)}
        description = json.loads(files["datapackage.json"])["description"]
        assert (f"\n\n{unread}\n\n{first}\n\n" in description) == stands
        assert (f">{unread}\n\n{first}" in files["sdmx-structure.xml"].decode()) == stands


def test_the_same_release_is_the_same_bytes() -> None:
    assert csv_package(content()) == csv_package(content())
    other = content(table("gender", {"en": "Gender"}, 20, row("female", "Women", "Женщины", 20)))
    assert csv_package(content()) != csv_package(other)

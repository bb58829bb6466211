"""A release as SDMX: the schemas of the standard take it, and a reader of its own finds the same figures."""

import csv
import io
import re
from urllib.parse import unquote

import pandas as pd
import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pysdmx.errors import Invalid
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.io.xml.doc_validation import validate_doc
from pysdmx.model import Codelist

from bereg.publications.content import Content
from bereg.publications.formats import reader_notes
from bereg.publications.formats import sdmx_ids as ids
from bereg.publications.formats.sdmx import sdmx
from bereg.publications.formats.sdmx_structure import COMMON, LANGUAGE, STRUCTURE
from bereg.publications.formats.tests.four_languages import content as released
from bereg.publications.formats.tests.invented import FORMULA, GENDER, TAJIK, content, everything, row, table
from bereg.publications.shares import percent

pytestmark = pytest.mark.once("it uses no database")


def files(said: Content) -> tuple[str, str]:
    """Write a release: data, structure."""
    made = sdmx(said)
    return made["sdmx-data.csv"].decode(), made["sdmx-structure.xml"].decode()


def read(said: Content) -> pd.DataFrame:
    """Read the data by the structure, as a stranger does."""
    [found] = get_datasets(*files(said), validate=True)
    return found.data


def whole(value: object) -> int | None:
    """Return a number or, where there is none, None."""
    return None if pd.isna(value) or value == "" else int(str(value))


def code(id: str) -> str:
    """Return the code that an id was made from."""
    return unquote(id.partition("@")[2].replace("$", "%"))


def test_the_schemas_of_the_standard_take_it() -> None:
    for said in (content(), content(last="2007-05", vintage=2), content(table("a", {}, None))):
        validate_doc(files(said)[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [('"Integer"', '"Number"'), ('id="GROUP" position', 'id="GR OUP" position'), ("Measure", "Measured")],
)
def test_the_schemas_refuse_a_fault(old: str, new: str) -> None:
    structure = files(content())[1]
    assert old in structure
    with pytest.raises(Invalid):
        validate_doc(structure.replace(old, new))


def test_the_figures_come_back() -> None:
    found = [
        (one.TABLE, one.CENTRE, one.GROUP, code(one.ROW), whole(one.OBS_VALUE), whole(one.BASE), whole(one.PERCENT))
        for one in read(content()).itertuples()
    ]
    expected = [
        (t["id"], t["centre"], t["group"], r["code"], r["shown"], t["base"], percent(r["shown"], t["base"]))
        for t in everything()
        for r in t["rows"]
    ]
    assert found == [*expected, ("enquiries", "all", "all", "total", 4101, None, None)]


def test_a_small_figure_has_a_status_and_no_value() -> None:
    lines = list(csv.DictReader(io.StringIO(files(content())[0])))
    assert [code(line["ROW"]) for line in lines if line["OBS_STATUS"] == "Q"] == ["other", "-1", "calls"]
    assert {line["OBS_VALUE"] == "" for line in lines if line["OBS_STATUS"] == "Q"} == {True}
    assert {line["OBS_VALUE"] == "" for line in lines if line["OBS_STATUS"] == "A"} == {False}
    assert {line["CLASS_BELOW"] for line in lines} == {"10"}


def test_every_code_of_the_data_is_in_its_list() -> None:
    data, structure = files(content())
    lists = {
        each.id: {one.id for one in each.items}
        for each in read_sdmx(structure, validate=True).structures or ()
        if isinstance(each, Codelist)
    }
    lines = list(csv.DictReader(io.StringIO(data)))
    for column, name in {**ids.DIMENSIONS, "OBS_STATUS": ids.STATUSES}.items():
        assert {line[column] for line in lines} == lists[name]


def test_data_and_structure_name_the_same_flow() -> None:
    data, structure = files(content(vintage=2))
    [flow] = {line["STRUCTURE_ID"] for line in csv.DictReader(io.StringIO(data))}
    assert flow == "BEREG:FIGURES(1.0.0-p200705-200805-v2)"
    assert 'id="FIGURES" agencyID="BEREG" version="1.0.0-p200705-200805-v2"' in structure


@pytest.mark.parametrize(
    ("last", "when"), [("2008-05", "2007-05-01/P13M"), ("2007-05", "2007-05"), ("2007-06", "2007-05-01/P2M")]
)
def test_a_period_is_one_of_the_standard(last: str, when: str) -> None:
    assert set(read(content(last=last)).TIME_PERIOD) == {when}


def names(structure: str) -> list[tuple[str | None, str | None]]:
    """Return every name of a structure with its language, by a reader of XML alone."""
    return [(each.get(LANGUAGE), each.text) for each in fromstring(structure).iter(f"{{{COMMON}}}Name")]


def test_names_stand_in_every_language() -> None:
    found = names(files(content())[1])
    assert {("en", "Women"), ("ru", "Женщины"), ("ru", TAJIK), ("en", FORMULA), ("ru", "Период")} <= set(found)
    assert None not in {text for _language, text in found}


def test_the_flow_says_in_words_that_figures_are_changed() -> None:
    root = fromstring(files(content())[1])
    said = {each.get(LANGUAGE): each.text for each in root.iter(f"{{{COMMON}}}Description")}
    for language in ("en", "ru"):
        with override(language):
            assert said[language] == "\n\n".join(reader_notes.explanation(content()))


def test_signs_that_xml_forbids_do_no_harm() -> None:
    odd = table("a", {"en": "A\x00\x0b & <b>"}, 20, row("x\x01y", "\ud800", "", 12))
    structure = files(content(odd))[1]
    validate_doc(structure)
    assert ("en", "A & <b>") in names(structure)
    assert len(list(fromstring(structure).iter(f"{{{STRUCTURE}}}Code"))) == 6


@given(st.text(min_size=1))
def test_every_code_has_an_id_of_its_own(text: str) -> None:
    made = ids.of(text)
    assert re.fullmatch(r"[A-Za-z0-9_$][A-Za-z0-9_$-]*", made)
    assert unquote(made.replace("$", "%")) == text


def test_the_same_release_is_the_same_bytes_at_any_time() -> None:
    with time_machine.travel("2026-11-25T12:00:00Z"):
        once = sdmx(content())
    with time_machine.travel("2031-01-01T00:00:00Z"):
        assert sdmx(content()) == once
    assert sdmx(content(table("gender", GENDER, 20))) != once


def test_four_languages_name_everything() -> None:
    found = set(names(files(released())[1]))
    assert {("uz", "Jins"), ("tg", "Ҷинс"), ("uz", "Davr"), ("tg", "Давра"), ("ru", "Пол"), ("en", "Gender")} <= found
    validate_doc(files(released())[1])

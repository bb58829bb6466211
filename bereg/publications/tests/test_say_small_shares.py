"""A share of few people: an interval in place of a number, on pages and in files, and never in a release of before."""

import csv
import io
from typing import cast

import numpy as np
import openpyxl
import pytest
from django.test import Client
from django.utils.translation import override

from bereg.disclosure import Rules, perturb_all, table_of
from bereg.publications import content, sentences
from bereg.publications.content import Content
from bereg.publications.formats.csv_package import csv_package
from bereg.publications.formats.pdf import report
from bereg.publications.formats.reader_notes import explanation
from bereg.publications.formats.sdmx import sdmx
from bereg.publications.formats.xlsx import xlsx
from bereg.publications.shares import INTERVAL_BELOW, MOST_CHANGED, NOISE_VARIANCE, interval, percent, share
from bereg.publications.tests.released import PERIOD, publish
from bereg.publications.tests.released import content as released

WOMEN = ("50", "83")  # 30 of 44, each changed


def now() -> Content:
    """Return a release as it is made now, ready to be shown."""
    return content.with_bases(cast("Content", {**released(), "interval_below": INTERVAL_BELOW}))


def rows(file: bytes, **of: str) -> list[dict[str, str]]:
    found = csv.DictReader(io.StringIO(file.decode()))
    return [each for each in found if all(each[name] == value for name, value in of.items())]


@pytest.mark.once("it uses no database")
def test_the_law_of_the_noise_that_is_told_is_the_one_in_use() -> None:
    assert (Rules().max_deviation, Rules().variance) == (MOST_CHANGED, NOISE_VARIANCE)


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize(
    ("shown", "base", "text", "number"),
    [
        (30, 44, "50–83", None),
        (45, 44, "84–100", None),
        (50, 99, "40–61", None),
        (50, 100, "50", 50),
        (None, 44, "", None),
        (30, None, "", None),
        (30, 0, "", None),
    ],
)
def test_a_share_of_fewer_than_a_hundred(shown: int | None, base: int | None, text: str, number: int | None) -> None:
    assert share(shown, base, INTERVAL_BELOW) == text
    assert percent(shown, base, INTERVAL_BELOW) == number
    assert bool(interval(shown, base, INTERVAL_BELOW)) == ("–" in text)


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize("base", [30, 60, 90])
@pytest.mark.parametrize("true", [0.4, 0.5, 0.7, 0.9])
def test_the_interval_holds_what_is_true_in_some_95_of_100_cases(base: int, true: float) -> None:
    """With the chance of who came and the real noise of both numbers; invented people, the same each time."""
    dice, table, times = np.random.default_rng(base), table_of(Rules()), 2_000
    counts = perturb_all(dice.binomial(base, true, times), dice.random(times), table).tolist()
    bases = perturb_all([base] * times, dice.random(times), table).tolist()
    ends = [interval(count, of, INTERVAL_BELOW) for count, of in zip(counts, bases, strict=True)]
    held = sum(each[0] <= 100 * true <= each[1] for each in ends if each) / sum(map(bool, ends))

    assert 0.95 <= held <= 0.99


@pytest.mark.once("it uses no database")
def test_files_and_sentences_say_it() -> None:
    said = now()
    line = rows(csv_package(said)["figures.csv"], centre="shore", code="female")[0]
    assert (line["percent"], line["percent_from"], line["percent_to"]) == ("", *WOMEN)
    of_many = rows(csv_package(said)["figures.csv"], centre="all", group="all", code="female")[0]
    assert (of_many["percent"], of_many["percent_from"], of_many["percent_to"]) == ("60", "", "")
    line = rows(sdmx(said)["sdmx-data.csv"], CENTRE="shore", ROW="gender@female")[0]
    assert (line["PERCENT"], line["PERCENT_FROM"], line["PERCENT_TO"]) == ("", *WOMEN)
    assert openpyxl.load_workbook(io.BytesIO(xlsx(said, "en"))).worksheets[-1]["C5"].value == "50–83"
    assert report(said, "en")["parts"][-1]["tables"][-1]["rows"][0] == ["female", "30", "50–83"]
    gender = [each for each in said["tables"] if (each["id"], each["centre"]) == ("gender", "shore")]
    with override("en"):
        assert sentences.of_table(gender, 10) == ["50–83% of people who answered were women"]
        assert any("two percentages are given in place of one" in each for each in explanation(said))


@pytest.mark.once("it uses no database")
def test_a_release_of_before_says_what_it_said() -> None:
    said = content.with_bases(released())
    line = rows(csv_package(said)["figures.csv"], centre="shore", code="female")[0]

    assert (line["percent"], line["percent_from"], line["percent_to"]) == ("68", "", "")
    with override("en"):
        assert not any("two percentages" in each for each in explanation(said))


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "50–83%", "only the key that chooses it is secret"),
        ("ru", "50–83\u00a0%", "секретен только ключ"),
        ("uz", "50–83%", "kalit maxfiy"),
        ("tg", "50–83%", "махфӣ аст"),
    ],
)
def test_the_public_page_says_it_and_that_the_rules_are_known(
    client: Client, db: None, language: str, text: str, key: str
) -> None:
    publish(cast("Content", {**released(), "interval_below": INTERVAL_BELOW}))
    html = client.get(f"/{language}/figures/{PERIOD}/shore/gender/").content.decode()

    assert text in html
    assert key in html
    assert f" {MOST_CHANGED} " in html[html.index('id="t-protected"') :]
    assert "100" in html[html.index('id="t-protected"') :]

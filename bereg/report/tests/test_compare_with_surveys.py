"""Surveys beside the centre's own figures."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core.intervals import Share
from bereg.counting.tests.conftest import Enquire
from bereg.report.surveys import SHIPPED, SurveyError, own_folder, read, surveys

HEAD = "table,region,period,code,value,unit,note"
GOOD = "work_permit,RU,2001/2002,no,76.7,percent,A survey"


@pytest.fixture
def browser(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


@pytest.fixture
def some(enquire: Enquire) -> None:
    for permit in ("no", "no", "yes", "yes"):
        enquire(citizenship="UZ", work_permit=permit, gender="male")


def beside(browser: Client, query: str = "") -> str:
    page = browser.get(f"/figures/?{query}").content.decode()
    section = page.partition('id="surveys" ')[2].partition("</section>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", section)).split())


def own(text: str, name: str = "own.csv") -> Path:
    own_folder().mkdir(exist_ok=True)
    path = own_folder() / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_surveys_are_read_and_name_their_source() -> None:
    found = [survey for path in SHIPPED.glob("*.csv") for survey in read(path)]
    assert len(found) == 20
    assert all("IOM" in each.note or "official statistics" in each.note for each in found)
    [no_permit] = [each for each in found if (each.table, each.code) == ("work_permit", "no")]
    assert (no_permit.share, no_permit.region, no_permit.group) == (Share(0.767, None), "RU", "foreigners")


def test_a_survey_stands_beside_the_own_share_with_intervals(browser: Client, some: None) -> None:
    shown = beside(browser)
    # Wilson's interval of 2 of 4, and 50 - 76.7 with the same ends around it.
    assert "Work permit: no Foreigners 50.0 15.0 to 85.0 of 4 76.7 size not known, taken as exact" in shown
    assert "−26.7 −61.7 to +8.3 no clear difference IOM survey of migrants in six regions, 2001-2002" in shown
    assert beside(browser, "group=citizens") == ""


def test_the_mean_age_stands_between_the_ends_of_its_bands(browser: Client, enquire: Enquire) -> None:
    for age in ("20_29", "30_39", "40_49", "50_over", "declined"):
        enquire(citizenship="UZ", age=age)
    # By the middles 25, 35, 45 and 57.5; by the ends 20, 30, 40, 50 and 30, 40, 50, 65.
    assert "by the middle of each band Foreigners 40.6 35.0 to 46.2 of 4 35.0" in beside(browser)
    assert "+5.6 made of bands of ages no clear difference surveys of migrants" in beside(browser)
    for _more in range(4):
        enquire(citizenship="UZ", age="50_over")
    assert "+14.1 made of bands of ages higher here" in beside(browser)


@pytest.mark.parametrize("wrong", ["age,RU,2008,mean,35,percent,A survey", "age,RU,2008,mean,350,years,A survey"])
def test_a_mean_age_is_in_years_that_somebody_can_be(wrong: str) -> None:
    with pytest.raises(SurveyError, match=r"line 2: the value of “(unit|value)”"):
        read(own(f"{HEAD}\n{wrong}\n"))


def test_a_region_stands_beside_its_own_centre_alone(browser: Client, some: None, centre: Centre) -> None:
    own(
        f"{HEAD}\nwork_permit,RU-MOW,2007,no,30,percent,Of Moscow\n"
        "work_permit,KZ,2007,no,30,percent,Of another country\n"
    )
    assert "Of Moscow" not in beside(browser, "centre=moscow")
    centre.subdivision = "RU-MOW"
    centre.save()
    assert "Of Moscow (Moscow, 2007)" in beside(browser, "centre=moscow")
    assert "Of Moscow" not in beside(browser)
    assert "Of another country" not in beside(browser)


def test_a_survey_that_tells_its_size_has_an_interval_too(browser: Client, some: None) -> None:
    own(f"{HEAD},base,group\n{GOOD},1000,\ngender,RU,2007,male,10,percent,Of everybody,1000,all\n")
    shown = beside(browser)
    assert "76.7 74.0 to 79.2" in shown
    assert re.search(
        r"Gender: male Everybody 100\.0 51\.0 to 100\.0 of 4 10\.0 8\.\d to 12\.\d \+90\.0 .* higher here", shown
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD.replace(",unit", "") + "\n", "has no column “unit”"),
        (f"{HEAD}\n{GOOD}\n{GOOD.replace('76.7', '101')}\n", "line 3: the value of “value”"),
        (f"{HEAD}\n{GOOD.replace('76.7', 'nan')}\n", "“value”"),
        (f"{HEAD}\n{GOOD.replace('percent', 'people')}\n", "“unit”"),
        (f"{HEAD}\n{GOOD.replace('work_permit', 'nothing')}\n", "“table”"),
        (f"{HEAD}\nwork_permit,RU\n", "“period”"),
        (f"{HEAD},base\n{GOOD},0\n", "“base”"),
        (f"{HEAD},base\n{GOOD},{'9' * 5000}\n", "“base”"),
        (f"{HEAD},group\n{GOOD},somebody\n", "“group”"),
        (f'{HEAD}\n"open', "no CSV file in UTF-8"),
        ("x" * 1_000_001, "larger than a million bytes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, words: str) -> None:
    path = own(text)
    with pytest.raises(SurveyError, match=words) as refused:
        read(path)
    assert "own.csv" in str(refused.value)


def test_a_file_that_cannot_be_read_hides_no_figures(browser: Client, some: None) -> None:
    own(f"{HEAD}\n{GOOD.replace('76.7', '101')}\n")
    page = browser.get("/figures/").content.decode()
    assert "A file of surveys cannot be read." in page
    assert "People turned to the centres 4 times" in page
    with pytest.raises(SurveyError):
        surveys()


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SurveyError, match="UTF-8"):
        read(path)


def test_in_russian_the_source_is_russian_and_own_files_may_have_both(settings: Any, tmp_path: Path) -> None:
    with translation.override("ru"):
        assert all(re.search("[а-я]", survey.source()) and "survey" not in survey.source() for survey in surveys())
        settings.DATA = tmp_path
        (tmp_path / "baselines").mkdir()
        (tmp_path / "baselines" / "own.csv").write_text(
            "table,region,period,code,value,unit,note\ngender,RU,2008,male,50,percent,Own survey\n", encoding="utf-8"
        )
        assert surveys()[-1].source() == "Own survey"

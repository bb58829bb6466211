"""Cross tables and missing answers, against counts made by hand."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting import crossed
from bereg.counting.catalogue import ALL, CatalogueError
from bereg.counting.months import Period, parse
from bereg.counting.tests.conftest import Enquire, form, question
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.form import to_data
from bereg.questionnaire.models import Version

MAY = Period(parse("2007-05"), parse("2007-05"))


@pytest.fixture
def version(db: None) -> Version:
    """A questionnaire that also asks who is asking, and about which region."""
    whole = form(question("enquirer", "migrant employer"), question("region", "RU-MOW RU-AST"))
    return Version.objects.create(number=1, source="", definition=to_data(whole), digest="crossed")


@pytest.fixture
def asked(enquire: Enquire, other_centre: Centre) -> None:
    """Two migrants, of whom one asked about two things, an employer, and some who did not say who they were."""
    enquire(enquirer="migrant", citizenship="UZ", topics="work_permit registration", source="leaflet", region="RU-MOW")
    enquire(enquirer="migrant", citizenship="TJ", topics="work_permit", source="declined", region="RU-MOW")
    enquire(enquirer="employer", citizenship="RU", topics="other", source="radio", region="RU-AST", at=other_centre)
    enquire(enquirer="unknown", topics="registration", source="leaflet")
    enquire(consent=Consent.NO, topics="other")


def table(name: str, centre: str = ALL, group: str = ALL) -> crossed.CrossFigures:
    cross = next(each for each in crossed.cross_tables() if each.id == name)
    return crossed.made(cross, crossed.counted(MAY), centre, group)


def given(found: crossed.CrossFigures, within: str) -> dict[str, tuple[int, int | None]]:
    return {code: (figure.count, figure.base) for code, figure in found.of[within].items() if figure.count}


def test_topics_are_shares_of_all_who_asked_of_that_kind(asked: None) -> None:
    found = table("topic_by_enquirer")
    assert set(found.of) == {"migrant", "employer"}
    assert given(found, "migrant") == {"work_permit": (2, 2), "registration": (1, 2)}
    assert given(found, "employer") == {"other": (1, 1)}
    assert set(table("topic_by_enquirer", centre="moscow").of) == {"migrant"}
    assert set(table("topic_by_enquirer", group="citizens").of) == {"employer"}


def test_sources_are_shares_of_those_who_answered_both(asked: None) -> None:
    assert given(table("source_by_enquirer"), "migrant") == {"leaflet": (1, 1)}
    assert given(table("source_by_region"), "RU-AST") == {"radio": (1, 1)}
    assert table("source_by_region").size("RU-MOW") == 1
    # Who gave none of both stands nowhere.
    assert sum(table("source_by_region").size(code) for code in table("source_by_region").of) == 2


def test_what_is_crossed_adds_up_to_what_is_not(asked: None) -> None:
    found = table("topic_by_enquirer")
    of_one = crossed.counted(MAY)
    assert sum(found.size(code) for code in found.of) == 3
    assert of_one.cells.keys() >= {"enquiries/source by enquirer", "enquiries/topics/0 by enquirer"}


def test_a_table_is_not_crossed_with_itself_nor_one_that_is_none() -> None:
    entry = '[[crossed]]\nid = "x"\ntable = "{}"\nwithin = "{}"\nacross = true\n'
    with pytest.raises(CatalogueError, match="crossed with itself"):
        crossed.read(entry.format("source", "source"))
    with pytest.raises(CatalogueError, match="'contacts'"):
        crossed.read(entry.format("contacts", "source"))


class Cells(HTMLParser):
    """The rows of every table of a page, each as the words of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in {"th", "td"}

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] = " ".join([*self.rows[-1][-1].split(), *data.split()])


def rows(client: Client, person: User, **chosen: str) -> list[list[str]]:
    client.force_login(person)
    answer = client.get("/figures/cross-tables/", {"first": "2007-05", "last": "2007-05", **chosen})
    assert answer.status_code == 200
    found = Cells()
    found.feed(answer.content.decode())
    return found.rows


def test_the_page_shows_them_with_what_they_are_shares_of(asked: None, client: Client, supervisor: User) -> None:
    shown = rows(client, supervisor)
    assert ["Topics", "migrant 2", "employer 1"] in shown
    assert ["work_permit", "100% 2", "0"] in shown
    assert ["RU-AST", "1", "0", "100% 1"] in shown


def test_missing_answers_are_told_apart(asked: None, client: Client, supervisor: User) -> None:
    shown = rows(client, supervisor)
    # Five enquiries: two leaflets and the radio, one that declined, one without consent.
    assert ["How people learnt of us Everybody", "60% 3", "20% 1", "0", "20% 1"] in shown
    assert ["Who asked Everybody", "60% 3", "0", "20% 1", "20% 1"] in shown
    assert ["Work permit Foreigners", "0", "0", "0", "100% 2"] in shown
    citizens = rows(client, supervisor, group="citizens")
    assert not [row for row in citizens if row[0].startswith("Work permit")]


def test_a_month_without_anybody_has_no_tables(asked: None, client: Client, supervisor: User) -> None:
    assert rows(client, supervisor, centre="moscow", group="citizens") == []


def test_the_young_are_a_share_of_those_who_told_their_age(enquire: Enquire, client: Client, supervisor: User) -> None:
    for age in ("under_20", "30_39", "40_49", "50_over", "declined"):
        enquire(citizenship="UZ", age=age)
    client.force_login(supervisor)
    page = client.get("/figures/", {"first": "2007-05", "last": "2007-05"}).content.decode()
    assert "50% of foreigners who told their age were under 40" in page

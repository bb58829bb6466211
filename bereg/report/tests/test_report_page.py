"""The page of figures and its charts."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.counting import facts
from bereg.counting.engines.counting import count as count_facts
from bereg.counting.models import Month
from bereg.counting.tests.conftest import Call, Enquire
from bereg.counting.tests.visits import Declare, declare, visit
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.publishing import publish_standard
from bereg.report.page import ReportCell, ReportColumn, ReportLine, ReportTable, in_short
from conftest import make_user

__all__ = ["declare"]
PAGE = "/figures/"


@pytest.fixture
def analyst(centre: Centre) -> User:
    return make_user(centre, Role.ANALYST, "Analyst 01")


@pytest.fixture
def browser(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def some(enquire: Enquire) -> None:
    for gender in ("female", "female", "male"):
        enquire(citizenship="RU", gender=gender, topics="registration")
    enquire("2007-06-10T12:00:00+00:00", citizenship="UZ", work_permit="no", topics="work_permit")
    enquire(citizenship="UZ", work_permit="yes", migration_registration="yes", age="20_29")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def table_of(page: str, table: str) -> str:
    return text_of(page.partition(f'id="{table}" ')[2].partition("</section>")[0])


def test_the_finding_is_the_headline_and_every_figure_has_its_base(browser: Client, some: None) -> None:
    answer = browser.get(PAGE)
    page = text_of(answer.content.decode())

    assert answer.status_code == 200
    assert "People turned to the centres 5 times" in page
    assert "Of 5 enquiries with known citizenship, 40% came from foreigners." in page
    assert "67% of citizens who answered were women" in page
    assert "50% of foreigners who answered had no work permit" in page
    assert "Exact figures, not for publication." in page
    assert "Citizens 3 answered" in page
    assert "June 2007 100% 1" in page


def test_the_same_in_russian(browser: Client, some: None, analyst: User) -> None:
    analyst.language = "ru"
    analyst.save()
    page = browser.get(PAGE).content.decode()

    # The share as Russian writes it, whatever the catalogue holds by now.
    assert "67\u00a0%" in page
    assert "67%" not in page


@pytest.mark.once("words, whatever the database")
def test_no_table_in_russian_says_a_word_in_latin_letters(browser: Client, enquire: Enquire, analyst: User) -> None:
    """With each answer of the standard questionnaire, so that each table has every line that it may ever have."""
    standard = publish_standard()
    for question in parse_text(standard.source).questions.values():
        for choice in question.choices if question.statistic else ():
            if question.name == "topic":
                enquire(under=standard, topics=choice.code)
            else:
                enquire(under=standard, **{"citizenship": "UZ", question.name: choice.code})
    User.objects.filter(pk=analyst.pk).update(language="ru")

    tables = re.findall(r"<table.*?</table>", browser.get(PAGE).content.decode(), re.DOTALL)
    assert len(tables) > 20
    assert set(re.findall(r"[A-Za-z]{2,}", " ".join(map(text_of, tables)))) == set()


def test_what_no_question_asks_is_counted_in_contacts_and_enquiries(browser: Client, some: None, call: Call) -> None:
    call()
    call()
    page = browser.get(PAGE).content.decode()
    ended, reached, spoken = (table_of(page, table) for table in ("disposition", "channel", "language"))

    assert re.search(r"Most frequent: “[^”]+”, 71% of 7 contacts\.", ended), ended
    assert "of 7 contacts" in ended.partition("Most frequent")[2]
    for said in (reached, spoken):
        assert re.search(r"Most frequent: “[^”]+”, 100% of 5 enquiries\..* of 5 enquiries", said), said
    assert "answer" not in ended + reached + spoken
    assert "Most frequent: “20_29”, 100% of 1 answer." in table_of(page, "age")  # a question was asked


def test_russian_does_not_call_them_answers_either(browser: Client, some: None, call: Call, analyst: User) -> None:
    call()
    analyst.language = "ru"
    analyst.save()
    page = browser.get(PAGE).content.decode()
    for table in ("disposition", "channel", "language"):
        said = table_of(page, table)
        assert " %" in said
        assert "ответ" not in said.lower(), said


def test_the_first_sheet_has_the_course_of_the_months_and_five_short_tables(browser: Client, enquire: Enquire) -> None:
    for at in range(7):
        enquire(citizenship=("RU", "UZ", "TJ", "UA", "KG", "KZ", "AM")[at], gender="female", topics="registration")
    enquire("2007-06-10T12:00:00+00:00", citizenship="UZ", work_permit="no", topics="work_permit")
    page = browser.get(PAGE).content.decode()
    first = page.partition('id="t-trend"')[2].partition('class="figures-table')[0]
    assert "May 2007 7 June 2007 1" in text_of(first)
    short = re.findall(r'id="short-(\w+)"(.*?)</table>', first, re.DOTALL)
    assert [name for name, _html in short] == ["topic", "citizenship", "work_permit"]
    assert page.index('id="t-trend"') < page.index('id="citizenship"')
    assert "t-trend" not in browser.get(PAGE, {"first": "2007-06", "last": "2007-06"}).content.decode()


def test_a_short_table_has_five_rows_and_its_first_column() -> None:
    columns = [ReportColumn(name, "", 0) for name in ("Everybody", "Citizens")]
    lines = [ReportLine(str(at), [ReportCell("", str(at)), ReportCell("", "")]) for at in range(7)]
    [short] = in_short([ReportTable("region", "", columns, lines), ReportTable("topic", "", columns, lines)])
    assert (short.id, [column.title for column in short.columns]) == ("topic", ["Everybody"])
    assert [[cell.count for cell in line.cells] for line in short.lines] == [["0"], ["1"], ["2"], ["3"], ["4"]]


def test_a_row_of_nobody_is_left_out(browser: Client, some: None) -> None:
    page = browser.get(PAGE).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition('id="t-trend"')[2], re.DOTALL)
    figures = [re.findall(r'<span class="hint">([\d\s]+)</span>', row) for row in rows if 'scope="row"' in row]
    assert figures
    assert not [row for row in figures if row and not any(count.strip() != "0" for count in row)]
    assert "0% 0" in text_of(page)  # beside a group that has some


def test_one_group_and_one_centre(browser: Client, some: None) -> None:
    page = text_of(browser.get(PAGE, {"group": "foreigners", "centre": "moscow"}).content.decode())

    assert "Moscow: foreigners turned to the centre 2 times" in page
    assert "citizens who answered" not in page


def test_a_single_month(browser: Client, some: None) -> None:
    page = text_of(browser.get(PAGE, {"first": "2007-06", "last": "2007-06"}).content.decode())

    assert "People turned to the centres 1 time" in page
    assert "month by month" not in page


def test_nothing_yet_and_nothing_in_the_period(browser: Client, centre: Centre, call: Call) -> None:
    assert "There is nothing to count yet" in browser.get(PAGE).content.decode()
    call()
    page = browser.get(PAGE).content.decode()
    assert "Nobody turned to us in this period" in page
    assert "There was 1 contact" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"first": "2007-06", "last": "2007-05"},
        {"first": "x" * 5000},
        {"last": "2031-01"},
        {"centre": "atlantis"},
        {"group": "everybody else"},
    ],
)
def test_a_wrong_choice_is_explained(browser: Client, some: None, typed: dict[str, str]) -> None:
    answer = browser.get(PAGE, typed)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert browser.get(reverse("report:chart", args=["gender"]), typed).status_code == 404


def test_charts_are_drawn_in_the_colours_of_the_house(browser: Client, some: None) -> None:
    page = browser.get(PAGE).content.decode()
    addresses = {found.replace("&amp;", "&") for found in re.findall(r'(?:src|srcset)="(/figures/chart/[^"]+)"', page)}
    drawn = {address: browser.get(address) for address in addresses}

    assert len(drawn) > 10
    assert {answer.status_code for answer in drawn.values()} == {200}
    assert {answer["Content-Type"] for answer in drawn.values()} == {"image/svg+xml"}
    assert {answer["Cache-Control"] for answer in drawn.values()} == {"no-store"}
    light = next(answer for address, answer in drawn.items() if "gender" in address and "dark" not in address)
    dark = next(answer for address, answer in drawn.items() if "gender" in address and "dark" in address)
    assert b"#0b5c6c" in light.content
    assert b">female<" in light.content
    assert b"#76c8d6" in dark.content


def test_no_chart_where_the_facts_are_out_of_reach(browser: Client, some: None, settings: Any) -> None:
    settings.FACTS = "ftp://somebody:secret@127.0.0.1:1/facts"  # port 1 answers nobody
    for address in ("chart/gender.svg", "chart/work_permit/months.svg", "chart/education.svg"):
        assert browser.get(f"/figures/{address}").status_code == 503, address
    page = browser.get("/figures/").content.decode()
    assert "The facts at ftp://127.0.0.1:1/facts" in page
    assert "secret" not in page


def test_no_chart_of_anything_else(browser: Client, some: None) -> None:
    assert browser.get("/figures/chart/shoe_size.svg").status_code == 404
    assert browser.get("/figures/chart/gender/months.svg").status_code == 404


def test_who_may_see(client: Client, operator: User, some: None) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(operator)
    assert client.get(PAGE).status_code == 403
    assert client.get("/figures/chart/gender.svg").status_code == 403
    assert client.post("/figures/close/2007-05/").status_code == 403


def test_a_supervisor_closes_a_month_after_a_question(client: Client, supervisor: User, some: None) -> None:
    client.force_login(supervisor)
    address = reverse("report:close_month", args=["2007-05"])
    assert address in client.get(PAGE).content.decode()
    question = client.get(address)
    assert "hold 4 enquiries" in question.content.decode()
    assert not Month.objects.filter(closed_at__isnull=False).exists()

    assert [client.post(address).status_code for _ in range(2)] == [302, 409]
    assert re.search(r"closed on \d\d\.\d\d\.\d{4} by", client.get(PAGE).content.decode())
    assert client.get("/figures/close/never/").status_code == 404


def test_months_are_refused_out_of_order_and_before_their_end(client: Client, supervisor: User, some: None) -> None:
    client.force_login(supervisor)
    with time_machine.travel(datetime(2007, 5, 20, tzinfo=UTC), tick=False):
        client.force_login(supervisor)
        early = client.post(reverse("report:close_month", args=["2007-05"]))
    assert early.status_code == 409
    assert "not over yet" in early.content.decode()
    client.force_login(supervisor)
    wrong = client.post(reverse("report:close_month", args=["2007-06"]))
    assert (wrong.status_code, "May 2007 is next" in wrong.content.decode()) == (409, True)


def test_a_month_that_changes_while_it_is_counted_is_not_closed(
    client: Client, supervisor: User, some: None, enquire: Enquire, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(supervisor)
    monkeypatch.setattr(facts, "count_facts", lambda *given, count=count_facts: (enquire(), count(*given))[1])
    answer = client.post(reverse("report:close_month", args=["2007-05"]))
    assert (answer.status_code, "when fewer people are at work" in answer.content.decode()) == (409, True)
    assert not Month.objects.filter(closed_at__isnull=False).exists()


def test_a_universe_that_no_page_names_is_shown_and_told_of_before_closing(
    client: Client, supervisor: User, some: None, centre: Centre, declare: Declare
) -> None:
    declare()
    visit(centre, "2007-05-10T12:00:00+00:00", "tea")
    client.force_login(supervisor)

    shown = table_of(client.get(PAGE).content.decode(), "purpose")
    assert "Why people came" in shown
    assert "Most came for Tea: 100% of 1." in shown
    question = text_of(client.get(reverse("report:close_month", args=["2007-05"])).content.decode())
    assert re.search(r"The figures of this month hold 4 enquiries\. .*They hold 4 contacts\. And 1 visits\.", question)


def test_after_a_long_pause_the_report_opens_on_the_last_months_that_have_records(
    browser: Client, enquire: Enquire
) -> None:
    """One trial call years later is no reason to show a year of three people."""
    for month in (*range(1, 13), 13, 14):
        enquire(f"{2006 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}-10T12:00:00+00:00", citizenship="RU")
    enquire("2012-11-10T12:00:00+00:00", citizenship="RU")
    page = browser.get(PAGE).content.decode()
    assert "People turned to the centres 13 times" in text_of(page)
    offered = re.findall(r'<option value="(\d{4}-\d\d)"', page.partition('name="first"')[2].partition("</select>")[0])
    assert len(offered) == 15
    assert (offered[0], offered[-2:]) == ("2006-01", ["2007-02", "2012-11"])
    assert 'value="2006-03" selected' in page
    assert browser.get(PAGE, {"first": "2009-01", "last": "2012-11"}).status_code == 422

"""Series of other bodies: set up, entered, imported, corrected, and shown beside our own months."""

import datetime as dt
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import queries as audit
from bereg.centres.models import Centre
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Enquire, enquire, own_folder, version
from bereg.outside_series import actions, charts, comparing, periods
from bereg.outside_series.actions import SeriesDetails, SourceDetails
from bereg.outside_series.choices import SeriesRhythm
from bereg.outside_series.models import OutsideSeries, SeriesSource, SeriesValue
from bereg.outside_series.sample import sample
from conftest import make_user

__all__ = ["enquire", "own_folder", "version"]
MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
REPORT = SourceDetails("An invented report", dt.date(2008, 1, 15), "https://example.org/report")
DETAILS = SeriesDetails({"en": "Permits issued"}, "An invented service", "permits", "month")


@pytest.fixture
def series(supervisor: User) -> OutsideSeries:
    return actions.set_up(id=uuid4(), details=DETAILS, by=supervisor)


@pytest.fixture
def browser(supervisor: User) -> Client:
    made = Client()
    made.force_login(supervisor)
    return made


def standing(series: OutsideSeries) -> dict[dt.date, int]:
    return dict(series.values.filter(replaced_at=None).values_list("first_month", "value"))


def uploaded(browser: Client, series: OutsideSeries, content: bytes, name: str = "list.csv") -> HttpResponse:
    sent = {"file": SimpleUploadedFile(name, content), "name": "An invented report", "as_of": "2008-01-15"}
    return browser.post(reverse("outside_series:upload", args=[series.pk]), sent)  # type: ignore[return-value]


def taken(browser: Client, series: OutsideSeries, content: bytes) -> None:
    """Upload a file, look at the preview, and take it in."""
    shown = uploaded(browser, series, content)
    assert shown.status_code == 200
    sent = {name: shown.context["form"][name].value() for name in ("name", "address", "as_of", "file_name", "packed")}  # type: ignore[attr-defined]
    assert browser.post(reverse("outside_series:take", args=[series.pk]), sent).status_code == 302


@pytest.mark.parametrize(
    ("text", "rhythm", "first"),
    [
        ("2007-05", "month", MAY),
        ("май 2007", "month", MAY),
        ("2007-13", "month", None),
        ("2007", "month", None),
        ("2007 Q2", "quarter", dt.date(2007, 4, 1)),
        ("II кв. 2007 г.", "quarter", dt.date(2007, 4, 1)),
        ("3 квартал 2007", "quarter", dt.date(2007, 7, 1)),
        ("5 квартал 2007", "quarter", None),
        ("2007 год", "year", dt.date(2007, 1, 1)),
        ("MMVII", "year", None),
    ],
)
def test_a_period_is_read_however_it_is_written(text: str, rhythm: str, first: dt.date | None) -> None:
    assert periods.read(text, rhythm) == first


@pytest.mark.parametrize("rhythm", SeriesRhythm.values)
def test_a_period_is_read_as_it_is_written(rhythm: str) -> None:
    first = dt.date(2007, 1, 1)
    assert periods.read(periods.written(first, rhythm), rhythm) == first


def test_a_form_sent_again_with_something_else_shows_both_and_then_changes(browser: Client) -> None:
    address = reverse("outside_series:new_series")
    same = {"id": str(uuid4()), "name_en": "Permits", "body": "A body", "unit": "permits", "rhythm": "month"}
    assert [browser.post(address, same).status_code for _time in range(2)] == [302, 302]
    answer = browser.post(address, same | {"rhythm": "year"})
    made, page = OutsideSeries.objects.get(), answer.content.decode()
    assert (answer.status_code, made.rhythm) == (409, "month")
    assert "saved before with something else" in page
    change = reverse("outside_series:change_series", args=[made.pk])
    assert f'action="{change}"' in page
    browser.post(change, same | {"rhythm": "year", "version": str(answer.context["version"])})
    assert OutsideSeries.objects.get().rhythm == "year"


def test_a_value_by_hand_has_a_source_and_a_correction_leaves_the_earlier_one_to_be_seen(
    browser: Client, series: OutsideSeries
) -> None:
    address = reverse("outside_series:add_value", args=[series.pk])
    first = {"period": "2007-05", "value": "9 000", "name": "A press release", "as_of": "2007-06-10"}
    assert browser.post(address, first).status_code == 302
    assert browser.post(address, {**first, "value": "9 400", "name": "A yearly report"}).status_code == 302
    assert standing(series) == {MAY: 9400}
    page = " ".join(browser.get(series.get_absolute_url()).content.decode().split())
    assert "9,400" in page
    assert "before: 9,000 (<bdi>A press release</bdi>, 10 June 2007)" in page


def test_a_value_of_a_wrong_period_is_taken_off_and_stays_to_be_seen(
    browser: Client, series: OutsideSeries, supervisor: User
) -> None:
    late = dt.date(2070, 7, 1)
    actions.take(series=series, source=REPORT, values={MAY: 9000, late: 7000}, by=supervisor)
    assert comparing.months_of(comparing.values_of(series)) == Period(dt.date(2065, 8, 1), late)
    wrong = series.values.get(first_month=late)
    address = reverse("outside_series:take_off", args=[series.pk])
    assert f'value="{wrong.pk}"' in browser.get(series.get_absolute_url()).content.decode()
    answers = [browser.post(address, {"id": str(wrong.pk)}, follow=True) for _time in range(2)]
    assert ["corrected or taken off meanwhile" in each.content.decode() for each in answers] == [False, True]
    assert standing(series) == {MAY: 9000}
    assert comparing.months_of(comparing.values_of(series)) == Period(MAY, MAY)
    page = " ".join(browser.get(series.get_absolute_url()).content.decode().split())
    assert "July 2070: 7,000" in page
    assert [each.action for each in audit.acts_on(series)][-1] == "outside_series.taken_off"
    # Typed again, it stands again.
    actions.take(series=series, source=REPORT, values={late: 7000}, by=supervisor)
    assert standing(series) == {MAY: 9000, late: 7000}
    assert comparing.taken_off(series) == []


def test_a_period_after_the_day_of_the_source_is_asked_about(browser: Client, series: OutsideSeries) -> None:
    address = reverse("outside_series:add_value", args=[series.pk])
    sent = {"period": "2070-07", "value": "7000", "name": "A report", "as_of": "2008-01-15"}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "after the day of the source" in str(answer.context["form"].errors["period"])
    assert 'name="is_to_come"' in answer.content.decode()
    assert not SeriesValue.objects.exists()
    assert browser.post(address, sent | {"is_to_come": "on"}).status_code == 302
    assert standing(series) == {dt.date(2070, 7, 1): 7000}
    shown = uploaded(browser, series, b"Month,Value\n2007-05,9000\n2071-07,8000\n").content.decode()
    assert "look at their years: July 2071<" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("period", "2007-Q1", "is no period of this series; write it like 2008-02"),
        ("value", "many", "is no whole number"),
        ("value", "12,000", "write it in digits alone, such as 12000"),
        ("as_of", "2099-01-01", "still to come"),
        ("address", "javascript:alert(1)", "valid URL"),
        ("name", "", "required"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    browser: Client, series: OutsideSeries, field: str, typed: str, said: str
) -> None:
    sent = {"period": "2007-05", "value": "9", "name": "x", "as_of": "2008-01-01", field: typed}
    answer = browser.post(reverse("outside_series:add_value", args=[series.pk]), sent)
    assert answer.status_code == 422
    assert any(said in str(each) for each in answer.context["form"].errors[field])
    assert not SeriesValue.objects.exists()


def test_a_file_is_shown_first_wrong_rows_with_their_line_and_right_ones_are_taken(
    browser: Client, series: OutsideSeries
) -> None:
    content = "Месяц;Число\n2007-05;9 000\nнеизвестно;1\n2007-06;много\n2007-07;7000\n".encode()
    shown = uploaded(browser, series, content)
    faults = [(str(each.place), str(each.words)) for each in shown.context["faults"]]  # type: ignore[attr-defined]
    assert [("3" in place, "4" in place) for place, _words in faults] == [(True, False), (False, True)]
    assert not SeriesValue.objects.exists()
    taken(browser, series, content)
    assert standing(series) == {MAY: 9000, dt.date(2007, 7, 1): 7000}


def test_a_file_that_the_preview_could_not_send_back_is_refused_at_once(browser: Client, series: OutsideSeries) -> None:
    noise = "".join(sha256(b"%d" % at).hexdigest() for at in range(33_000))  # of which little is saved by packing
    shown = uploaded(browser, series, f"Month,Value,Note\n2007-05,9000,{noise}\n".encode())
    assert shown.status_code == 422
    assert "file" in shown.context["form"].errors  # type: ignore[attr-defined]


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_corrects(
    browser: Client, series: OutsideSeries
) -> None:
    for _time in range(2):
        taken(browser, series, b"Month,Value\n2007-05,9000\n2007-06,8000\n")
    assert (SeriesValue.objects.count(), SeriesSource.objects.count()) == (2, 1)
    shown = uploaded(browser, series, b"Month,Value\n2007-05,9000\n2007-06,8100\n")
    assert "8,000 → <strong>8,100</strong>" in shown.content.decode()
    taken(browser, series, b"Month,Value\n2007-05,9000\n2007-06,8100\n")
    assert standing(series) == {MAY: 9000, JUNE: 8100}
    assert (SeriesValue.objects.count(), SeriesSource.objects.count()) == (3, 2)


def test_a_workbook_is_read_and_one_without_the_columns_is_refused(browser: Client, series: OutsideSeries) -> None:
    book, buffer = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    for row in (("Month", "Value"), ("2007-05", 9000)):
        book.active.append(row)
    book.save(buffer)
    shown = uploaded(browser, series, buffer.getvalue(), "list.xlsx")
    assert (shown.status_code, len(shown.context["new"])) == (200, 1)  # type: ignore[attr-defined]
    answer = uploaded(browser, series, b"Something,Else\n1,2\n")
    assert answer.status_code == 422
    assert answer.context["faults"]  # type: ignore[attr-defined]


def test_a_stale_change_shows_both_and_a_rhythm_stays_with_its_values(
    browser: Client, series: OutsideSeries, supervisor: User
) -> None:
    actions.take(series=series, source=REPORT, values={MAY: 9000}, by=supervisor)
    address = reverse("outside_series:change_series", args=[series.pk])
    sent = {"name_en": "What I typed", "body": "x", "unit": "permits", "rhythm": "month", "version": "7"}
    answer = browser.post(address, sent)
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("What I typed", "Permits issued"))
    answer = browser.post(address, {**sent, "version": "1", "rhythm": "year"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["rhythm"])
    assert browser.post(address, {**sent, "version": "1"}).status_code == 302


def test_it_stands_beside_our_own_figures_of_the_same_months(
    browser: Client, series: OutsideSeries, supervisor: User, enquire: Enquire
) -> None:
    enquire(topics="registration")
    enquire(topics="other")
    actions.take(series=series, source=REPORT, values={MAY: 9000, JUNE: 8000}, by=supervisor)
    period = comparing.months_of(comparing.values_of(series))
    assert period
    assert comparing.ours(period, "enquiries", "all")[MAY] == 2
    assert comparing.ours(period, "registration", "moscow")[MAY] == 1
    assert "<dd>2</dd>" in browser.get(series.get_absolute_url()).content.decode()
    for side in ("theirs", "ours"):
        drawn = browser.get(reverse("outside_series:chart", args=[series.pk, side]))
        assert drawn.status_code == 200
        assert drawn.content.startswith(b"<svg")
    assert browser.get(reverse("outside_series:chart", args=[series.pk, "both"])).status_code == 404
    assert browser.get(f"{series.get_absolute_url()}?ours=nonsense").status_code == 422


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("ru", 2_100_000, "2 млн"),
        ("ru", 9000, "5 тыс."),
        ("en", 2_100_000, "2 m"),
        ("en", 9000, "5 k"),
        ("ru", 300, "200"),
    ],
)
def test_values_beside_the_axis_are_short_in_the_readers_words(language: str, value: int, written: str) -> None:
    span = charts.Span(MAY, MAY, value)
    with translation.override(language):
        drawn = charts.over([span], Period(MAY, JUNE), is_ours=False, dark=False)
    assert f">{written}<" in drawn.replace("\N{NO-BREAK SPACE}", " ")


def test_who_reads_figures_reads_and_only_a_supervisor_writes(series: OutsideSeries, centre: Centre) -> None:
    for role, reads in ((Role.ANALYST, 200), (Role.OPERATOR, 403), (Role.PUBLISHER, 403), (Role.EDITOR, 403)):
        person, other = make_user(centre, role, f"{role} 01"), Client()
        other.force_login(person)
        assert other.get(series.get_absolute_url()).status_code == reads
        assert other.get(reverse("outside_series:add_value", args=[series.pk])).status_code == 403
        with pytest.raises(actions.NotYourSeriesError):
            actions.take(series=series, source=REPORT, values={MAY: 1}, by=person)


def test_the_demonstration_has_the_figures_of_the_report(centre: Centre) -> None:
    sample(centre)
    named = {str(value.series): value.value for value in SeriesValue.objects.filter(series__rhythm="year")}
    assert named == {"Registered foreign citizens": 8_000_000, "Work permits issued": 2_100_000}
    assert SeriesValue.objects.filter(series__rhythm="month").count() == 13

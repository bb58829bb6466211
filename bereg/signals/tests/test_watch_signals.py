"""Signals on the page of figures and on the first page, and what supervisors note of them."""

import datetime as dt
import re
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.counting import months
from bereg.counting.catalogue import CatalogueError
from bereg.counting.closing import close_month
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Registration
from bereg.questionnaire.models import Version
from bereg.signals import monitored, monitoring
from bereg.signals.actions import StaleNoteError, note_signal
from bereg.signals.models import SignalNote
from bereg.signals.monitored import shares
from bereg.signals.monitoring import Signal
from conftest import make_user
from tests.at_once import at_once

FIRST, LAST = dt.date(2007, 5, 1), dt.date(2008, 2, 1)
MONTHS = list(months.Period(FIRST, LAST))
SENTENCE = "In February 2008, 83% of foreigners who answered had no work permit; "
PAGE, NOTE, TODAY = "/figures/signals/", "/figures/signals/note/", "/today/"
KEY = {"share": "no-work-permit", "centre": "moscow", "month": "2008-02"}


def registrations(centre: Centre, version: Version, month: dt.date, without: int) -> list[Registration]:
    """Twelve foreigners of one month, so many of them without a work permit."""
    at = dt.datetime(month.year, month.month, 10, 12, tzinfo=dt.UTC)
    return [
        Registration(
            contact=ContactFields(centre=centre, channel=Channel.PHONE, started_at=at, language="ru"),
            matter=Matter(
                consent=Consent.YES,
                topics=("other",),
                answers={"citizenship": "UZ", "work_permit": "no" if number < without else "yes"},
            ),
            questionnaire=version,
        )
        for number in range(12)
    ]


@pytest.fixture
def year(version: Version, centre: Centre) -> None:
    """Nine months in which 3 of 12 have no permit, and one in which 10 of 12 have none."""
    made = [each for month in MONTHS for each in registrations(centre, version, month, 10 if month == LAST else 3)]
    register_many(registrations=made, contacts=[], by=None)


@pytest.fixture
def closed(year: None, supervisor: User) -> None:
    """All of them closed."""
    with time_machine.travel(dt.datetime(2008, 3, 5, tzinfo=dt.UTC), tick=False):
        for month in MONTHS:
            close_month(month=month, by=supervisor)


@pytest.fixture
def manager(supervisor: User) -> Client:
    browser = Client()
    browser.force_login(supervisor)
    return browser


@pytest.fixture
def elsewhere(year: None, other_centre: Centre, version: Version) -> None:
    """The same at the other centre."""
    made = [
        each for month in MONTHS for each in registrations(other_centre, version, month, 10 if month == LAST else 3)
    ]
    register_many(registrations=made, contacts=[], by=None)


def said(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def address(**other: str) -> str:
    return f"{NOTE}?{urlencode({**KEY, **other})}"


def found(centre: str = "moscow") -> Signal:
    [signal] = [signal for each in monitoring.charted(monitoring.counted(LAST), centre) for signal in each.signals()]
    return signal


def test_a_signal_is_told_in_words_with_its_chart(year: None, manager: Client) -> None:
    answer = manager.get(PAGE, {"centre": "moscow"})
    page = said(answer)
    assert f"{SENTENCE}from the months before one would expect" in page
    assert "nobody has looked at it" in page
    assert re.search(r"February 2008 83% 12 \d+% – \d+% signal", page)
    assert "February 2008 83%" in page
    assert "no-store" in answer.headers["Cache-Control"]
    chart = manager.get("/figures/signals/no-work-permit.svg", {"centre": "moscow"})
    assert chart.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in chart.headers["Cache-Control"]
    assert ">signal<" in chart.content.decode()


@pytest.mark.once("the words are the same with any database")
def test_the_same_in_russian(year: None, manager: Client, supervisor: User) -> None:
    supervisor.language = "ru"
    supervisor.save()
    page = said(manager.get(PAGE, {"centre": "moscow"})).replace("\u00a0", " ")
    assert "Февраль 2008: 83 % ответивших иностранцев не имели разрешения на работу; судя по прежним месяцам" in page
    assert "83%" not in page


def test_all_centres_together_are_looked_at_too(
    year: None, manager: Client, other_centre: Centre, version: Version
) -> None:
    made = [each for month in MONTHS for each in registrations(other_centre, version, month, 6 if month == LAST else 3)]
    register_many(registrations=made, contacts=[], by=None)
    assert "In February 2008, 67% of foreigners" in said(manager.get(PAGE))
    assert "In February 2008" not in said(manager.get(PAGE, {"centre": "astrakhan"}))


def test_after_a_long_pause_the_last_months_that_have_records_are_shown(
    version: Version, centre: Centre, manager: Client
) -> None:
    """One trial call years later is no reason to show a chart of one month, and signals that stand in no row of it."""
    known = [months.earlier(LAST, back) for back in range(29, -1, -1)]
    made = [each for month in known for each in registrations(centre, version, month, 10 if month == LAST else 3)]
    register_many(
        registrations=[*made, registrations(centre, version, dt.date(2019, 11, 1), 0)[0]], contacts=[], by=None
    )
    page = said(manager.get(PAGE, {"centre": "moscow"}))
    assert f"{SENTENCE}from the months before one would expect" in page
    assert re.search(r"February 2008 83% 12 \d+% – \d+% signal", page)
    chart = manager.get("/figures/signals/no-work-permit.svg", {"centre": "moscow"}).content.decode()
    assert ">signal<" in chart
    charted = monitoring.charted(monitoring.counted(dt.date(2019, 11, 1)), "moscow")[0]
    assert [charted.months[at] for at in charted.shown] == [*known[-23:], dt.date(2019, 11, 1)]


def test_who_reads_figures_sees_signals_and_notes_nothing(year: None, centre: Centre, client: Client) -> None:
    client.force_login(make_user(centre, Role.ANALYST, "Analyst 01"))
    answer = client.get(PAGE, {"centre": "moscow"})
    assert SENTENCE in said(answer)
    assert NOTE not in answer.content.decode()
    assert client.get(address()).status_code == 403
    assert client.post(address(), {"note": "x", "version": "0"}).status_code == 403


def test_a_note_is_kept_shown_and_recorded(closed: None, manager: Client, supervisor: User) -> None:
    assert SENTENCE in said(manager.get(TODAY))
    form = manager.get(address())
    assert SENTENCE in said(form)
    assert "Nothing about a person" in said(form)
    answer = manager.post(address(), {"note": "A raid <b>at</b> the market.", "version": "0"})
    assert answer.headers["Location"] == f"{PAGE}?centre=moscow"
    note = SignalNote.objects.get()
    assert (note.share, note.centre, note.month, note.by) == ("no-work-permit", "moscow", LAST, supervisor)
    assert [(entry.action, entry.actor) for entry in entries_on(note)] == [("signal.noted", str(supervisor.pk))]
    page = manager.get(PAGE, {"centre": "moscow"}).content.decode()
    assert "A raid &lt;b&gt;at&lt;/b&gt; the market." in page
    assert "Looked at by Supervisor 01" in page
    # What all centres show together is another signal, which still waits.
    assert said(manager.get(TODAY)).count(SENTENCE) == 1
    manager.post(address(centre="all"), {"note": "The same.", "version": "0"})
    assert SENTENCE not in said(manager.get(TODAY))


def test_the_first_page_shows_signals_of_a_closed_month_to_supervisors_alone(
    year: None, manager: Client, desk: Client, supervisor: User, other_centre: Centre
) -> None:
    assert SENTENCE not in said(manager.get(TODAY))
    with time_machine.travel(dt.datetime(2008, 3, 5, tzinfo=dt.UTC), tick=False):
        for month in MONTHS:
            close_month(month=month, by=supervisor)
    shown = manager.get(TODAY)
    assert said(shown).count(SENTENCE) == 2  # of the centre, and of all together
    assert address().replace("&", "&amp;") in shown.content.decode()
    assert SENTENCE not in said(desk.get(TODAY))
    elsewhere = Client()
    elsewhere.force_login(make_user(other_centre, Role.SUPERVISOR, "Supervisor 02"))
    assert said(elsewhere.get(TODAY)).count(SENTENCE) == 1


def test_of_two_who_note_at_once_the_slower_loses_nothing(year: None, manager: Client, supervisor: User) -> None:
    manager.get(PAGE)
    note_signal(signal=found(), note="The first.", version=0, by=supervisor)
    with pytest.raises(StaleNoteError):
        note_signal(signal=found(), note="The second.", version=0, by=supervisor)
    clash = manager.post(address(), {"note": "The second.", "version": "0"})
    assert clash.status_code == 409
    assert "The first." in said(clash)
    assert "The second." in said(clash)
    assert SignalNote.objects.get().note == "The first."
    assert manager.post(address(), {"note": "Both.", "version": "1"}).status_code == 302
    assert manager.post(address(), {"note": "Late.", "version": "1"}).status_code == 409
    note = SignalNote.objects.get()
    assert (note.note, note.version, entries_on(note).count()) == ("Both.", 2, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_note_in_the_same_moment_one_is_told(year: None, manager: Client, centre: Centre) -> None:
    colleague = Client()
    colleague.force_login(make_user(centre, Role.SUPERVISOR, "Supervisor 02"))
    manager.get(PAGE)
    notes = {"The first.": manager, "The second.": colleague}

    def save(text: str) -> Any:
        return notes[text].post(address(), {"note": text, "version": "0"})

    answers: list[Any] = at_once(*(partial(save, text) for text in notes))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (late,) = [said(answer) for answer in answers if answer.status_code == 409]
    assert all(text in late for text in notes)
    assert entries_on(SignalNote.objects.get()).count() == 1


def test_a_note_that_cannot_be_kept_is_refused(year: None, manager: Client) -> None:
    manager.get(PAGE)
    typed: list[dict[str, str]] = [{"note": " "}, {"note": "x" * 501}, {"note": "x", "version": "one"}, {}]
    for each in typed:
        answer = manager.post(address(), {"version": "0", **each})
        assert answer.status_code == 422, each
        assert "There is a problem" in said(answer), each
        assert not SignalNote.objects.exists(), each


# What names no signal that the supervisor may note; all are asked in one year, which takes seconds to make.
OTHERS = [
    {"centre": "astrakhan"},
    {"centre": "nowhere"},
    {"share": "nothing"},
    {"month": "2008-01"},
    {"month": "2008-13"},
    {"month": ""},
]


def test_what_is_no_signal_of_ones_own_is_missing(elsewhere: None, manager: Client) -> None:
    manager.get(PAGE)
    for other in OTHERS:
        assert manager.get(address(**other)).status_code == 404, other
        assert manager.post(address(**other), {"note": "x", "version": "0"}).status_code == 404, other
        assert not SignalNote.objects.exists(), other


def test_nothing_recorded_nothing_looked_at(centre: Centre, manager: Client) -> None:
    assert "There is nothing to count yet." in said(manager.get(PAGE))
    assert manager.get("/figures/signals/no-work-permit.svg").status_code == 404
    assert manager.get(address()).status_code == 404
    assert manager.get(PAGE, {"centre": "nowhere"}).status_code == 404


def test_the_report_leads_to_the_signals(year: None, manager: Client) -> None:
    assert f'href="{reverse("signals:signals")}"' in manager.get("/figures/").content.decode()


ENTRY = '[[monitored]]\nid = "a"\ntable = "gender"\ngroup = "all"\ncodes = ["female"]\n'


@pytest.mark.parametrize(
    "text",
    [
        ENTRY + ENTRY,
        ENTRY.replace("gender", "nothing"),
        ENTRY.replace("all", "somebody"),
        ENTRY.replace('["female"]', "[]"),
        ENTRY.replace('codes = ["female"]', 'merge = "bands"\ninto = "young"'),
        ENTRY.replace('id = "a"\n', ""),
        ENTRY.replace("gender", "language"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(text: str) -> None:
    assert len(monitored.read(ENTRY)) == 1
    with pytest.raises(CatalogueError):
        monitored.read(text)


def test_no_chart_where_the_facts_are_out_of_reach(manager: Client, year: None, settings: Any) -> None:
    settings.FACTS = "ftp://somebody:secret@127.0.0.1:1/facts"  # port 1 answers nobody
    assert manager.get(f"{PAGE}{shares()[0].id}.svg").status_code == 503

"""Old registers of letters, of violations and of searches: steps in codes and days, counted, and nothing lost."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.counting.queries import report_rows
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.referrals.bodies import accounts
from bereg.searches.models import SearchEvent
from bereg.violations.models import ViolationEvent
from tests.importing import MAPPING, ROWS, Register, numbers_of
from tests.told import entry_of

pytestmark = pytest.mark.django_db

EXAMPLES = Path("docs/examples")
LETTERS = """
source = "old-letters"
key = ["No"]

[centre]
code = "moscow"

[dispatch]
recipient = { column = "To" }
kind = { column = "What" }
ground = { column = "Ground" }
sent = { column = "Sent" }
answered = { column = "Answered" }
answer = { column = "Answer" }
ended = { column = "Closed" }
result = { column = "Result" }
"""
HEADER = "No;To;What;Ground;Sent;Answered;Answer;Closed;Result"
ANSWERED = "1;Invented Inspectorate;check;consent;2019-01-14;2019-03-20;acted;;helped"


@pytest.fixture
def inspectorate(centre: Centre, supervisor: User) -> ReferenceEntry:
    return entry_of("organisation", "Invented Inspectorate", by=supervisor, content={"sort": "state"})


def register_of(folder: Path, *rows: str, mapping: str = LETTERS, header: str = HEADER) -> Register:
    return Register(folder, mapping=mapping, header=header, rows=list(rows))


def counted(table: str, month: dt.date) -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == "all"}


def test_a_letter_is_one_dispatch_with_its_steps_and_no_contact(tmp_path: Path, inspectorate: ReferenceEntry) -> None:
    said = register_of(tmp_path, ANSWERED).bring_in()
    assert numbers_of(said) == (1, 1, 0, 0)
    assert "letters: 1, answered: 1" in said
    made = Dispatch._base_manager.get()
    assert (made.recipient, made.recipient_sort, made.kind, made.ground) == (inspectorate, "state", "check", "consent")
    assert (made.state, made.answer, made.result, made.way) == ("ended", "acted", "helped", "letter")
    assert (made.enquiry, made.content, made.reply) == (None, b"", b"")
    steps = DispatchEvent._base_manager.order_by("at", "step").values_list("step", "code", "days")
    assert list(steps) == [("sent", "", None), ("answered", "acted", 65), ("ended", "helped", None)]
    assert not Contact._base_manager.exists()
    assert not Enquiry._base_manager.exists()
    assert ChainedAct.objects.filter(action="dispatch.sent", actor="system", because="bulk").count() == 1


def test_letters_stand_on_the_page_of_recipients_and_in_the_figures_of_their_months(
    tmp_path: Path, inspectorate: ReferenceEntry, supervisor: User
) -> None:
    register_of(tmp_path, ANSWERED).bring_in()
    found = accounts(supervisor, dt.date(2019, 1, 1), dt.date(2020, 1, 1), dt.date(2026, 1, 1))
    assert [(each.about, each.total.bands) for each in found.by_body] == [(inspectorate, [0, 0, 1, 0])]
    assert counted("dispatch_kind", dt.date(2019, 1, 1)) == {"check": 1}
    assert counted("dispatch_time", dt.date(2019, 3, 1)) == {"under_90d": 1}


def test_an_imported_letter_has_a_page(
    tmp_path: Path, inspectorate: ReferenceEntry, supervisor: User, client: Client, serve: None
) -> None:
    register_of(tmp_path, ANSWERED).bring_in()
    client.force_login(supervisor)
    made = Dispatch._base_manager.get()
    assert client.get(made.get_absolute_url()).status_code == 200
    assert made.get_absolute_url() in client.get("/outgoing/").content.decode()


def test_a_second_run_adds_nothing(tmp_path: Path, inspectorate: ReferenceEntry) -> None:
    register = register_of(tmp_path, ANSWERED)
    register.bring_in()
    register.rows.append("2;Invented Inspectorate;check;consent;2019-02-14;;;;")
    assert numbers_of(register.bring_in()) == (2, 1, 1, 0)
    assert DispatchEvent._base_manager.count() == 4


def test_nobody_waits_for_old_answers_unless_the_mapping_says_so(tmp_path: Path, inspectorate: ReferenceEntry) -> None:
    row = "2;Invented Inspectorate;check;consent;2019-02-14;;;;"
    register_of(tmp_path, row).bring_in()
    assert Dispatch._base_manager.get().state == "ended"
    assert set(DispatchEvent._base_manager.values_list("step", flat=True)) == {"sent"}
    opened = LETTERS.replace('"old-letters"', '"letters-of-today"\nkeep_open = true')
    register_of(tmp_path, row, mapping=opened).bring_in()
    assert set(Dispatch._base_manager.values_list("state", flat=True)) == {"ended", "sent"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;Ministry of Nothing;check;consent;2019-01-14;;;;", "To fits nothing known: 'Ministry of Nothing'"),
        ("1;;check;consent;2019-01-14;;;;", "To is empty"),
        ("1;Invented Inspectorate;fax;consent;2019-01-14;;;;", "What fits nothing known: 'fax'"),
        ("1;Invented Inspectorate;notice;consent;2019-01-14;;;;", "no ground on which this leaves: 'consent'"),
        ("1;Invented Inspectorate;check;;2019-01-14;;;;", "Ground is empty"),
        ("1;Invented Inspectorate;check;consent;;;;;", "Sent is no possible date"),
        ("1;Invented Inspectorate;check;consent;2999-01-14;;;;", "Sent is no possible date"),
        ("1;Invented Inspectorate;check;consent;2019-01-14;2019-02-01;;;", "Answer is empty, but dispatch.answered"),
        ("1;Invented Inspectorate;check;consent;2019-01-14;;acted;;", "Answered is empty, but dispatch.answer"),
        ("1;Invented Inspectorate;check;consent;2019-01-14;2019-01-02;acted;;", "Answered is before the day"),
        ("1;Invented Inspectorate;check;consent;2019-01-14;;;;helped", "Closed is empty, but dispatch.result"),
        ("1;Invented Inspectorate;check;consent;2019-01-14;;;2019-02-02;", "Result is empty, but dispatch.ended"),
        (
            "1;Invented Inspectorate;check;consent;2019-01-14;2019-02-01;acted;;no_answer",
            "says that nobody answered, but there is an answer",
        ),
    ],
)
def test_what_fits_nothing_is_rejected_whole_with_its_reason(
    row: str, reason: str, tmp_path: Path, inspectorate: ReferenceEntry
) -> None:
    register = register_of(tmp_path, row, "2;Invented Inspectorate;check;consent;2019-02-14;;;;")
    assert numbers_of(register.bring_in()) == (2, 1, 0, 1)
    assert reason in register.rejects.read_text(encoding="utf-8-sig")
    assert Dispatch._base_manager.count() == 1


def test_a_name_that_two_bodies_have_means_neither(
    tmp_path: Path, inspectorate: ReferenceEntry, supervisor: User
) -> None:
    entry_of("organisation", "Invented Inspectorate", by=supervisor, content={"sort": "ngo"})
    assert numbers_of(register_of(tmp_path, ANSWERED).bring_in()) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ('recipient = { column = "To" }', "dispatch.recipient"),
        ('ground = { column = "Ground" }', "dispatch.ground"),
        ('answer = { column = "Answer" }', "dispatch.answer"),
    ],
)
def test_a_mapping_without_what_every_letter_has_is_refused(left_out: str, said: str, tmp_path: Path) -> None:
    register = register_of(tmp_path, ANSWERED, mapping=LETTERS.replace(left_out, ""))
    with pytest.raises(CommandError, match=said):
        register.bring_in()


def test_a_row_of_calls_may_carry_a_letter_which_stands_on_its_enquiry_only_with_consent(
    tmp_path: Path, inspectorate: ReferenceEntry
) -> None:
    letter = """
[dispatch]
recipient = { column = "To" }
kind = { constant = "referral" }
ground = { constant = "consent" }
sent = { column = "Sent" }
"""
    rows = [f"{row};Invented Inspectorate;2020-03-01" for row in (ROWS[0], ROWS[2])] + [f"{ROWS[1]};;"]
    header = "No;Day;Hour;Anonymous;Way;Agreed;Who;Age;About;Note;To;Sent"
    said = register_of(tmp_path, *rows, mapping=MAPPING + letter, header=header).bring_in()
    assert numbers_of(said) == (3, 3, 0, 0)
    agreed = Enquiry._base_manager.get(number="MSK-2020-00001")
    found = Dispatch._base_manager.order_by("enquiry").values_list("enquiry", flat=True)
    assert sorted(found, key=str) == sorted([agreed.pk, None], key=str)


def test_violations_are_steps_of_their_own_months(tmp_path: Path, centre: Centre) -> None:
    mapping = """
source = "old-violations"
key = ["No"]
[centre]
code = "moscow"
[violation]
kind = { column = "What" }
raised = { column = "Raised" }
way = { column = "By" }
forwarded = { column = "Told" }
answered = { column = "Answered" }
acted = { column = "Acted" }
"""
    register = register_of(
        tmp_path,
        "1;wages;2019-01-14;notice;2019-04-01;2019-05-20;2019-05-20",
        "2;documents;2019-01-20;;;;",
        "3;wages;2019-01-20;check;;;",
        "4;wages;2019-01-20;;;2019-02-01;",
        "5;theft;2019-01-20;;;;",
        "6;wages;2019-01-20;check;2019-01-02;;",
        mapping=mapping,
        header="No;What;Raised;By;Told;Answered;Acted",
    )
    assert numbers_of(register.bring_in()) == (6, 2, 0, 4)
    assert counted("violation_type", dt.date(2019, 1, 1)) == {"wages": 1, "documents": 1}
    assert counted("violation_told", dt.date(2019, 4, 1)) == {"wages": 1}
    assert counted("violation_way", dt.date(2019, 4, 1)) == {"notice": 1}
    assert counted("violation_step", dt.date(2019, 5, 1)) == {"answered": 1, "acted": 1}
    assert numbers_of(register.bring_in()) == (6, 0, 2, 4)
    assert ViolationEvent._base_manager.count() == 5


def test_searches_are_steps_of_their_own_months(tmp_path: Path, centre: Centre) -> None:
    mapping = """
source = "old-searches"
key = ["No"]
[centre]
code = "moscow"
[search]
relation = { column = "Who" }
begun = { column = "Begun" }
found = { column = "Found" }
asked = { column = "Asked" }
answered = { column = "Answered" }
said = { column = "Said" }
ended = { column = "Ended" }
end = { column = "How" }
"""
    register = register_of(
        tmp_path,
        "1;parent;2019-01-14;2019-02-03;2019-02-05;2019-02-06;yes;2019-02-07;told",
        "2;sibling;2019-01-20;;;;;;",
        "3;neighbour;2019-01-20;;;;;;",
        "4;sibling;2019-01-20;;;2019-02-06;;;",
        "5;sibling;2019-01-20;;;;;2019-01-01;nothing",
        mapping=mapping,
        header="No;Who;Begun;Found;Asked;Answered;Said;Ended;How",
    )
    assert numbers_of(register.bring_in()) == (5, 2, 0, 3)
    assert counted("search_relation", dt.date(2019, 1, 1)) == {"parent": 1, "sibling": 1}
    assert counted("search_step", dt.date(2019, 2, 1)) == {"found": 1, "asked": 1, "said": 1, "ended": 1}
    assert numbers_of(register.bring_in()) == (5, 0, 2, 3)
    assert SearchEvent._base_manager.count() == 6


@pytest.mark.parametrize(
    ("name", "stored", "rejected"), [("old-letters", 3, 2), ("old-violations", 2, 1), ("old-searches", 2, 1)]
)
def test_the_examples_are_imported(  # noqa: PLR0917 - fixtures
    name: str, stored: int, rejected: int, tmp_path: Path, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    for title, sort in (("Invented Labour Inspectorate", "state"), ("Invented Shelter", "shelter")):
        entry_of("organisation", title, by=supervisor, content={"sort": sort})
    said = io.StringIO()
    call_command(
        "import",
        str(EXAMPLES / f"{name}.csv"),
        mapping=EXAMPLES / f"{name}.toml",
        rejects=tmp_path / "rejects.csv",
        verbosity=0,
        stdout=said,
    )
    assert numbers_of(said.getvalue()) == (stored + rejected, stored, 0, rejected)

"""A row of an old register may carry a consultation on the enquiry that it makes."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.consultations.models import Consultation
from bereg.consultations.queries import readable
from bereg.consultations.texts import opened
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from bereg.importing import run
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed
from conftest import make_user
from tests.importing import MAPPING, Register, numbers_of

CONSULTED = """
[consultation]
kind = { column = "Kind", table = { talk = "support", paper = "document" } }
profession = { column = "By", default = "lawyer", table = { L = "lawyer", P = "psychologist" } }
minutes = { column = "Minutes" }
language = { column = "Tongue" }
interpreter = { column = "Interpreter" }
date = { column = "On", formats = ["%d.%m.%Y"] }
note = { column = "Said" }
"""
HEADER = "No;Day;Hour;Anonymous;Way;Agreed;Who;Age;About;Kind;By;Minutes;Tongue;Interpreter;On;Said"
NOTED = "The copy of the contract is forged."
ROWS = (
    f"1;03.02.2020;14:05;yes;call;yes;Woman;25;papers;paper;L;50;uz;yes;05.02.2020;{NOTED}",
    "2;04.02.2020;;no;letter;yes;man;30;papers;talk;P;20;;;;",
    "3;05.02.2020;;no;call;yes;man;30;papers;;;0;ru;no;;",
)
GOOD = "4;06.02.2020;;no;call;yes;man;30;papers;{kind};{by};{minutes};{tongue};{interpreter};{on};{said}"


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path, mapping=MAPPING + CONSULTED, header=HEADER, rows=list(ROWS))


def consultations() -> list[Consultation]:
    return list(Consultation._base_manager.order_by("enquiry__opened_at").select_related("enquiry"))


def row(**cells: str) -> str:
    usual = {"kind": "talk", "by": "P", "minutes": "30", "tongue": "", "interpreter": "", "on": "", "said": ""}
    return GOOD.format(**{**usual, **cells})


def test_a_consultation_comes_in_with_the_enquiry_of_its_row(register: Register) -> None:
    said = register.bring_in()
    assert numbers_of(said) == (3, 3, 0, 0)
    assert "(consultations: 2)" in said
    first, second = consultations()
    assert (first.kind, first.profession, first.way, first.minutes) == ("document", "lawyer", "phone", 50)
    assert (first.language, first.with_interpreter, first.given_on) == ("uz", True, dt.date(2020, 2, 5))
    assert (second.kind, second.profession, second.way, second.minutes) == ("support", "psychologist", "writing", 20)
    assert (second.language, second.with_interpreter, second.given_on) == ("", False, dt.date(2020, 2, 4))
    assert [each.enquiry.number for each in (first, second)] == ["MSK-2020-00001", "MSK-2020-00002"]
    assert ChainedAct.objects.filter(action="consultation.written", actor="system", because="bulk").count() == 2


def test_its_note_is_sealed_and_read_by_the_lawyer_who_has_the_enquiry_alone(
    register: Register, centre: Centre, operator: User, supervisor: User
) -> None:
    said = register.bring_in()
    made, without = consultations()
    assert NOTED.encode() not in bytes(made.note)
    assert bytes(without.note) == b""
    assert "a lawyer's is read by the lawyer who has the enquiry" in said
    lawyer, other = (make_user(centre, Role.LAWYER, f"Lawyer 0{number}") for number in (1, 2))
    psychologist = make_user(centre, Role.PSYCHOLOGIST, "Psychologist 01")
    Enquiry._base_manager.filter(pk=made.enquiry_id).update(assignee=lawyer)
    assert opened(consultations()[0], by=lawyer).text == NOTED
    for person in (other, psychologist, operator, supervisor):
        with pytest.raises(NotAllowed):
            opened(consultations()[0], by=person, because=Because.CASE_WORK)
        assert not readable(person).exists()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"kind": "pigeon"}, "Kind fits nothing known: 'pigeon'"),
        ({"kind": ""}, "Kind says nothing, but the row has a consultation"),
        ({"by": "cook"}, "By fits nothing known: 'cook'"),
        ({"minutes": ""}, "Minutes says nothing, but the row has a consultation"),
        ({"minutes": "0"}, "Minutes is no number of whole minutes from 1 to 1440: '0'"),
        ({"minutes": "1441"}, "Minutes is no number of whole minutes from 1 to 1440: '1441'"),
        ({"minutes": "20.5"}, "Minutes is no number of whole minutes from 1 to 1440: '20.5'"),
        ({"minutes": "an hour"}, "Minutes fits nothing known: 'an hour'"),
        ({"tongue": "Klingon"}, "Tongue fits nothing known: 'Klingon'"),
        ({"interpreter": "perhaps"}, "Interpreter fits nothing known: 'perhaps'"),
        ({"on": "31.02.2020"}, "On is no possible date: '31.02.2020'"),
        ({"on": "05.02.2020"}, "On is before the day of the enquiry: '05.02.2020'"),
        ({"said": "#REF!"}, "Said fits nothing known: '#REF!'"),
    ],
)
def test_a_bad_value_rejects_its_row_and_nothing_else(register: Register, cells: dict[str, str], reason: str) -> None:
    register.rows.insert(1, row(**cells))
    said = register.bring_in()
    assert f"row 3: {reason}" in said
    assert numbers_of(said) == (4, 3, 0, 1)
    assert len(consultations()) == 2
    rejected = list(csv.reader(io.StringIO(register.rejects.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert rejected[1][:2] == ["3", reason]
    # Mended, it comes in like any other.
    again = Register(register.folder, mapping=register.mapping, header=HEADER, rows=[row()], name="mended.csv")
    assert numbers_of(again.bring_in()) == (1, 1, 0, 0)
    assert len(consultations()) == 3


def test_nothing_is_kept_without_consent_or_enquiry_and_that_is_told(register: Register) -> None:
    register.mapping += (
        '[contact.disposition]\ncolumn = "Anonymous"\ntable = { silent = "silent" }\nothers = "enquiry"\n'
    )
    register.rows[1] = register.rows[1].replace(";yes;", ";no;").replace("talk", "a word that nobody knows")
    register.rows.append(row().replace(";no;call;", ";silent;call;"))
    said = register.bring_in()
    assert numbers_of(said) == (4, 4, 0, 0)
    assert "2 consultations left out: the person did not agree, or the row is no enquiry." in said
    assert [each.profession for each in consultations()] == ["lawyer"]


def test_a_second_run_adds_no_second_consultation(register: Register) -> None:
    register.bring_in()
    assert numbers_of(register.bring_in()) == (3, 0, 3, 0)
    assert len(consultations()) == 2


def test_twins_bring_a_consultation_each(register: Register) -> None:
    columns = '", "'.join(HEADER.split(";")[1:-1])
    register.mapping = register.mapping.replace('"No"', f'"{columns}"').replace("key_pattern = '\\d+'", "twins = true")
    register.rows = [row(), row(), row(kind="paper")]
    for counts in ((3, 3, 0, 0), (3, 0, 3, 0)):
        assert numbers_of(register.bring_in()) == counts
        assert len(consultations()) == Enquiry._base_manager.count() == 3


def test_an_interrupted_run_leaves_no_enquiry_without_its_consultation(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    store = Consultation._base_manager.bulk_create
    calls: list[Any] = []

    def interrupted(made: Any, **options: Any) -> Any:
        calls.append(made)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return store(made, **options)

    register.rows.append(row())
    with monkeypatch.context() as patch:
        patch.setattr(Consultation.objects, "bulk_create", interrupted)
        with pytest.raises(CommandError, match="Run the same command again"):
            register.bring_in()
    assert (Contact._base_manager.count(), len(consultations())) == (2, 2)
    assert numbers_of(register.bring_in()) == (4, 2, 2, 0)
    assert (Contact._base_manager.count(), len(consultations())) == (4, 3)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('minutes = { column = "Minutes" }\n', "", "consultation.minutes: every consultation has one"),
        ('{ column = "Minutes" }', '{ constant = "long" }', "consultation.minutes: write whole minutes from 1 to 1440"),
        ('"document"', '"documents"', "consultation.kind: there is no code 'documents'; did you mean 'document'"),
        (
            "interpreter =",
            "interprterr =",
            "consultation.interprterr: there is no such key; did you mean 'interpreter'",
        ),
        (
            'column = "Agreed"\ntable = { yes = "yes", no = "no" }',
            'constant = "no"',
            "consultation.kind: a consultation is kept only with consent",
        ),
        (
            CONSULTED,
            CONSULTED.replace('column = "Kind"', 'constant = "support"')
            .replace('column = "Minutes"', 'constant = "9"')
            .replace('note = { column = "Said" }', ""),
            "consultation.kind: nothing tells which rows have a consultation",
        ),
    ],
)
def test_a_mistake_in_the_mapping_is_named(register: Register, before: str, after: str, message: str) -> None:
    assert before in register.mapping
    register.mapping = register.mapping.replace(before, after)
    with pytest.raises(CommandError, match=message):
        register.bring_in()
    assert not Contact._base_manager.exists()


def test_a_first_mapping_guesses_it_where_a_column_says_so(register: Register) -> None:
    register.header = "No;Day;Kind of consultation;Specialist;Minutes;Topic"
    rows = (f"x{n};03.02.2020;support;юрист;{n % 3}0;papers" for n in range(9))
    register.file.write_text("\n".join((register.header, *rows)), encoding="utf-8")
    said = io.StringIO()
    call_command("import", str(register.file), suggest=True, stdout=said)
    skeleton = said.getvalue()
    assert (
        '[consultation.kind]\ncolumn = "Kind of consultation"\n[consultation.kind.table]\n"support" = "support"'
        in skeleton
    )
    assert '"юрист" = "lawyer"' in skeleton
    assert (
        '# minutes = { column = "..." }' in skeleton
    )  # any register may count minutes: this one is left to the person

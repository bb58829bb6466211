"""A row of an old register may tell of a person concerned, on the enquiry that it makes."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.accounts.models import Notice, User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.persons.children import children_for
from bereg.persons.models import Person
from tests.importing import MAPPING, Register, numbers_of

TOLD_OF = """
[person]
relation = { column = "Kin", table = { aunt = "relative", herself = "self" } }
gender = { column = "Sex", table = { w = "female", m = "male", "would not say" = "declined" } }
citizenship = { column = "Passport" }

[person.age]
column = "Years"
ranges = { under_14 = [1, 13], 14_17 = [14, 17], 18_19 = [18, 19], 20_29 = [20, 29] }
"""
HEADER = "No;Day;Hour;Anonymous;Way;Agreed;Who;Age;About;Kin;Sex;Passport;Years"
ROWS = (
    "1;03.02.2020;14:05;yes;call;yes;Woman;50;papers;aunt;w;Uzbekistan;16",
    "2;04.02.2020;;no;letter;yes;man;30;papers;;would not say;TJ;25",
    "3;05.02.2020;;no;call;yes;man;30;papers;herself;;;",
    "4;06.02.2020;;no;call;yes;man;30;papers;;;;",
)
NOTHING = "5;07.02.2020;;no;call;yes;man;30;papers;;;;"


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path, mapping=MAPPING + TOLD_OF, header=HEADER, rows=list(ROWS))


def persons() -> list[Person]:
    return list(Person._base_manager.order_by("enquiry__opened_at").select_related("enquiry"))


def test_a_person_comes_in_with_the_enquiry_of_its_row(register: Register) -> None:
    said = register.bring_in()
    assert numbers_of(said) == (4, 4, 0, 0)
    assert "(persons concerned: 2)" in said
    girl, other = persons()
    assert (girl.relation, girl.gender, girl.band, girl.citizenship) == ("relative", "female", "14_17", "UZ")
    assert (other.relation, other.gender, other.band, other.citizenship) == ("", "declined", "20_29", "TJ")
    assert (girl.told_by_another, other.told_by_another, girl.suspicion, girl.entered_by) == (True, True, "", None)
    assert [each.enquiry.number for each in (girl, other)] == ["MSK-2020-00001", "MSK-2020-00002"]
    assert [each.entered_at for each in (girl, other)] == [each.enquiry.opened_at for each in (girl, other)]
    assert ChainedAct.objects.filter(action="person.noted", actor="system", because="bulk").count() == 2


def test_the_answers_stay_those_of_who_calls(register: Register) -> None:
    register.bring_in()
    caller = Enquiry._base_manager.get(number="MSK-2020-00001")
    assert (caller.answers["gender"], caller.answers["age"]) == ("female", "50_over")


def test_that_it_is_the_caller_is_no_person_beside_them_unless_more_is_said(register: Register) -> None:
    register.rows[2] = register.rows[2].replace("herself;;;", "herself;w;;")
    register.bring_in()
    assert [(each.relation, each.gender, each.told_by_another) for each in persons()][2:] == [("self", "female", False)]


def test_what_fits_nothing_counts_as_not_asked_and_is_told(register: Register) -> None:
    register.rows.append(NOTHING.replace("papers;;;;", "papers;pigeon;w;Atlantis;150"))
    register.rows.append(NOTHING.replace("5;", "6;", 1).replace("papers;;;;", "papers;pigeon;;;"))
    said = register.bring_in()
    assert numbers_of(said) == (6, 6, 0, 0)
    for words in ("Kin -> person.relation", '2  "pigeon"', '1  "Atlantis"', "Years -> person.age", '1  "150"'):
        assert words in said
    assert [(each.relation, each.gender, each.band, each.citizenship) for each in persons()][2:] == [
        ("", "female", "", "")
    ]


def test_nobody_is_kept_without_consent_or_enquiry_and_that_is_told(register: Register) -> None:
    register.mapping += (
        '[contact.disposition]\ncolumn = "Anonymous"\ntable = { silent = "silent" }\nothers = "enquiry"\n'
    )
    register.rows[0] = register.rows[0].replace(";yes;Woman", ";no;Woman")
    register.rows[1] = register.rows[1].replace(";no;letter", ";silent;letter")
    assert "2 persons concerned left out: the caller did not agree, or the row is no enquiry." in register.bring_in()
    assert persons() == []


@pytest.mark.parametrize("waits", [False, True])
def test_a_child_waits_for_a_supervisor_where_the_matters_stay_open(
    register: Register, supervisor: User, waits: bool
) -> None:
    register.mapping = ("keep_open = true\n" if waits else "") + register.mapping
    register.bring_in()
    girl = persons()[0]
    assert (girl.taken_at, girl.taken_by) == (None if waits else girl.enquiry.opened_at, None)
    assert children_for(supervisor).filter(taken_at=None).exists() == waits
    assert not Notice.objects.exists()


def test_again_nobody_is_stored_twice(register: Register) -> None:
    register.bring_in()
    before = [each.pk for each in persons()]
    said = register.bring_in()
    assert numbers_of(said) == (4, 0, 4, 0)
    assert "persons concerned" not in said
    assert [each.pk for each in persons()] == before


def test_a_trial_run_says_how_many_and_stores_nobody(register: Register) -> None:
    assert "(persons concerned: 2)" in register.bring_in(dry_run=True)
    assert persons() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((TOLD_OF, '[person]\ngender = { constant = "female" }\n'), "nothing tells which rows have a person"),
        (('column = "Agreed"\ntable = { yes = "yes", no = "no" }', 'constant = "no"'), "a person is kept only with"),
        (('aunt = "relative"', 'aunt = "pigeon"'), "person.relation"),
        (("[person]\n", "[person]\nname = { column = 'Who' }\n"), "person.name"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(register: Register, changes: tuple[str, str], said: str) -> None:
    register.mapping = register.mapping.replace(*changes)
    with pytest.raises(CommandError, match=said):
        register.bring_in()
    assert persons() == []


def test_a_first_mapping_guesses_who_it_is_and_leaves_the_gender_to_who_calls(register: Register) -> None:
    register.header = "No;Day;Gender;Relationship;Victim"
    kin = ("friend", "another relative", "the caller")
    rows = (f"x{n};03.02.2020;female;{kin[n % 3]};{('female', 'male', 'male')[n % 3]}" for n in range(9))
    register.file.write_text("\n".join((register.header, *rows)), encoding="utf-8")
    said = io.StringIO()
    call_command("import", str(register.file), suggest=True, stdout=said)
    skeleton = said.getvalue()
    assert '[answers.gender]\ncolumn = "Gender"' in skeleton
    assert '[person.gender]\ncolumn = "Victim"' in skeleton
    assert '[person.relation]\ncolumn = "Relationship"' in skeleton
    assert '"another relative" = "relative"' in skeleton


def test_they_are_counted_in_the_month_in_which_the_register_tells_of_them(register: Register) -> None:
    register.bring_in()
    assert {each.entered_at.astimezone(dt.UTC).date().replace(day=1) for each in persons()} == {dt.date(2020, 2, 1)}

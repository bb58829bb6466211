"""Bringing old records in, through the command, on invented registers."""

import csv
import datetime as dt
import io
import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.management.base import CommandError

from bereg.audit.models import ChainedAct
from bereg.campaigns.models import Campaign, Material
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from tests.importing import MAPPING, Register, numbers_of
from tests.opened import text_of

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path)


def enquiries() -> list[Enquiry]:
    return list(Enquiry._base_manager.order_by("opened_at"))


def test_rows_become_enquiries_with_their_contacts(register: Register) -> None:
    said = register.bring_in()
    assert numbers_of(said) == (3, 3, 0, 0)
    first, second, third = enquiries()
    assert first.number == "MSK-2020-00001"
    assert first.answers == {"gender": "female", "age": "20_29"}
    assert first.topics == " trafficking_labour family "
    assert second.answers == {"gender": "male"}  # an age of 0 was not asked
    assert second.topics == " documents trafficking_labour "
    assert (third.consent, third.answers, third.topics) == ("no", {}, " documents ")
    assert all(each.closed_at == each.opened_at for each in enquiries())


def test_a_time_is_kept_to_the_minute_and_a_day_as_a_day(register: Register) -> None:
    register.bring_in()
    with_time, day_only, _third = Contact._base_manager.order_by("started_at")
    assert with_time.started_at == dt.datetime(2020, 2, 3, 14, 5, tzinfo=MOSCOW)
    assert (with_time.precision, with_time.channel, with_time.anonymous) == ("minute", "phone", "yes")
    assert day_only.started_at.astimezone(MOSCOW).date() == dt.date(2020, 2, 4)
    assert (day_only.precision, day_only.channel, day_only.anonymous) == ("day", "letter", "no")


def test_the_import_is_on_record(register: Register) -> None:
    register.bring_in()
    assert ChainedAct.objects.filter(action="enquiry.registered", actor="system", because="bulk").count() == 3


def test_a_second_run_adds_nothing_and_new_rows_are_added(register: Register) -> None:
    register.bring_in()
    assert numbers_of(register.bring_in()) == (3, 0, 3, 0)
    register.rows.append("4;06.02.2020;;no;call;yes;man;30;papers;-")
    assert numbers_of(register.bring_in()) == (4, 1, 3, 0)
    assert Enquiry._base_manager.count() == Contact._base_manager.count() == 4


def test_another_register_with_the_same_numbers_is_another(register: Register) -> None:
    register.bring_in()
    register.mapping = MAPPING.replace("old-line", "older-line")
    assert numbers_of(register.bring_in()) == (3, 3, 0, 0)


def test_a_dry_run_writes_nothing(register: Register) -> None:
    register.rows.append("x;31.02.2020;;;;;;;;")
    said = register.bring_in(dry_run=True)
    assert numbers_of(said) == (4, 3, 0, 1)
    assert "To import" in said
    assert "Nothing was written" in said
    assert not Contact._base_manager.exists()
    assert not ChainedAct.objects.exists()
    assert not register.rejects.exists()


def test_a_value_that_fits_nothing_is_reported_and_not_asked(register: Register) -> None:
    register.rows += [
        "4;06.02.2020;;no;pigeon;yes;martian;150;papers, weather;-",
        "5;07.02.2020;25:99;perhaps;call;maybe;Martian;40;;-",
    ]
    said = register.bring_in()
    assert numbers_of(said) == (5, 5, 0, 0)
    for line in (
        '"martian"  (row 5)',
        '"Martian"  (row 6)',
        '"150"  (row 5)',
        '"weather"  (row 5)',
        '"25:99"  (row 6)',
    ):
        assert line in said
    assert "Way -> contact.channel (counted as phone)" in said
    fourth, fifth = enquiries()[3:]
    assert (fourth.answers, fourth.topics) == ({}, " documents ")
    assert fifth.consent == "not_asked"  # a consent that nobody understands is none
    odd = Contact._base_manager.get(of_enquiry__enquiry=fifth)
    assert (odd.precision, odd.anonymous) == ("day", "not_asked")
    assert "Columns not imported, and not declared under ignore (filled cells): Note (5)." in said


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("4;31.02.2020;;no;call;yes;man;30;papers;-", "Day is no possible date: '31.02.2020'"),
        ("4;01.01.2999;;no;call;yes;man;30;papers;-", "Day is no possible date"),
        ("4;;;no;call;yes;man;30;papers;-", "Day is no possible date"),
        ("4;06.02.2020;no;call;yes;man;30;papers;-", "9 cells instead of 10"),
        ("4;06.02.2020;;no;call;yes;man;30;papers;-;extra", "11 cells instead of 10"),
        ("man;06.02.2020;;no;call;yes;man;30;papers;-", "No does not look like a key"),
        (";06.02.2020;;no;call;yes;man;30;papers;-", "the key is empty"),
        ("2;06.02.2020;;no;call;yes;man;30;papers;-", "the same key as in row 3"),
    ],
)
def test_a_row_that_cannot_be_read_goes_to_the_rejects(register: Register, row: str, reason: str) -> None:
    register.rows.append(row)
    for expected in ((4, 3, 0, 1), (4, 0, 3, 1)):
        said = register.bring_in()
        assert numbers_of(said) == expected
        assert reason in said
    rows = list(csv.reader(io.StringIO(register.rejects.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Bereg: row", "Bereg: reason", *register.header.split(";")]
    assert rows[1][0] == "5"
    assert reason in rows[1][1]
    assert rows[1][2:] == ["'-" if cell == "-" else cell for cell in row.split(";")]
    assert stat.S_IMODE(register.rejects.stat().st_mode) == 0o600


def test_corrected_rejects_are_imported_as_a_file_of_their_own(register: Register) -> None:
    register.rows.append("4;31.02.2020;;no;call;yes;man;30;papers;-")
    register.mapping = MAPPING.replace("[centre]", '[file]\nencoding = "cp1251"\nseparator = ";"\n[centre]')
    register.bring_in()
    corrected = register.rejects.read_text(encoding="utf-8-sig").replace("31.02.2020", "28.02.2020")
    again = Register(register.folder, mapping=register.mapping, name="corrected.csv")
    again.header, *again.rows = corrected.splitlines()
    again.header = f"\ufeff{again.header}"
    assert numbers_of(again.bring_in()) == (1, 1, 0, 0)
    assert Enquiry._base_manager.count() == 4


def test_a_line_of_the_centre_is_known_by_its_code(register: Register) -> None:
    register.mapping = MAPPING.replace("[contact.channel]", 'line = { constant = "moscow-free" }\n[contact.channel]')
    register.bring_in()
    assert Contact._base_manager.filter(line__slug="moscow-free").count() == 3


def test_enquiries_stay_open_if_the_mapping_says_so(register: Register) -> None:
    register.mapping = "keep_open = true\n" + MAPPING
    register.bring_in()
    assert {each.closed_at for each in enquiries()} == {None}


def test_rejects_may_go_elsewhere_but_not_over_the_source(register: Register, tmp_path: Path) -> None:
    register.rows.append("4;31.02.2020;;no;call;yes;man;30;papers;-")
    with pytest.raises(CommandError, match="would overwrite"):
        register.bring_in(rejects=register.file)
    register.bring_in(rejects=tmp_path / "elsewhere.csv")
    assert (tmp_path / "elsewhere.csv").exists()
    assert not register.rejects.exists()


def test_rejects_that_cannot_be_written_are_said_and_the_rest_stands(register: Register, tmp_path: Path) -> None:
    register.rows.append("4;31.02.2020;;no;call;yes;man;30;papers;-")
    with pytest.raises(CommandError, match=r"cannot be written .* with --rejects elsewhere") as refused:
        register.bring_in(rejects=tmp_path / "no folder" / "rejects.csv")
    assert refused.value.returncode == 2
    assert Enquiry._base_manager.count() == 3


def test_contacts_without_an_enquiry_are_told_apart(register: Register) -> None:
    register.mapping = MAPPING.replace(
        "[consent]", '[contact.disposition]\ncolumn = "Note"\ntable = { silent = "silent", "-" = "enquiry" }\n[consent]'
    )
    register.rows.append("4;06.02.2020;;no;call;yes;man;30;papers;Silent")
    said = register.bring_in()
    assert numbers_of(said) == (4, 4, 0, 0)
    assert "enquiries: 3, contacts without one: 1" in said
    assert Enquiry._base_manager.count() == 3
    assert Contact._base_manager.filter(disposition="silent", of_enquiry=None).count() == 1


def test_what_is_not_text_harms_neither_database(register: Register) -> None:
    register.rows.append("4;06.02.2020;;no;ca\0ll;yes;\u200fWo\u200bman\u202e;30;papers\0;=HYPERLINK(1)")
    register.rows.append("5;07.02.2020;;no;call;yes;\u202enamow;30;papers;-")
    said = register.bring_in()
    assert numbers_of(said) == (5, 5, 0, 0)
    assert enquiries()[3].answers == {"gender": "female"}
    assert '"namow"' in said  # no value may write backwards on the terminal


def test_a_text_is_kept_only_with_consent(register: Register) -> None:
    register.mapping = MAPPING + '[narrative]\ncolumn = "Note"\n'
    register.rows = [row.replace(";-", ";Asks about papers.") for row in register.rows]
    register.bring_in()
    assert [text_of(each) for each in enquiries()] == ["Asks about papers.", "Asks about papers.", ""]


def test_answers_that_the_questionnaire_does_not_ask_there_are_left_out(register: Register) -> None:
    register.mapping = MAPPING + (
        '[answers.citizenship]\nconstant = "RU"\n[answers.work_permit]\ncolumn = "Note"\ntable = { has = "yes" }\n'
    )
    register.rows[0] = register.rows[0].replace(";-", ";has")
    said = register.bring_in()
    assert "work_permit: 1 answer left out" in said
    assert enquiries()[0].answers == {"gender": "female", "age": "20_29", "citizenship": "RU"}


def test_a_column_of_our_own_codes_or_labels_needs_no_table(register: Register) -> None:
    register.mapping = MAPPING + '[answers.region]\ncolumn = "Note"\n'
    register.rows = [
        register.rows[0].replace(";-", ";RU-KR"),
        register.rows[1].replace(";-", ";республика карелия"),
        register.rows[2],
    ]
    register.bring_in()
    assert [each.answers.get("region") for each in enquiries()] == ["RU-KR", "RU-KR", None]


def test_the_code_of_a_material_is_read_as_at_the_desk_and_a_wrong_one_is_reported(register: Register) -> None:
    campaign = Campaign.objects.create(name="Invented", first_day=dt.date(2020, 1, 1))
    Material.objects.create(campaign=campaign, code="K7MM", kind="leaflet", name="Leaflet", language="ru")
    register.mapping = MAPPING + (
        '[answers.source]\nconstant = "leaflet"\n[answers.material]\ncolumn = "Note"\nverbatim = true\n'
    )
    register.rows = [
        register.rows[0].replace(";-", ";к7 мм"),
        register.rows[1].replace(";-", ";K7MN"),
        register.rows[2],
    ]
    said = register.bring_in()
    assert [each.answers.get("material") for each in enquiries()] == ["K7MM", None, None]
    assert '"K7MN"  (row 3)' in said
    assert not any(each.typed_answers for each in enquiries())


def test_a_workbook_is_imported_like_a_csv(register: Register) -> None:
    register.name = "old.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(register.header.split(";"))
    sheet.append([1, dt.date(2020, 2, 3), dt.time(14, 5), "yes", "call", "yes", "Woman", 25.0, "papers"])
    book.save(register.file)
    assert numbers_of(register.bring_in()) == (1, 1, 0, 0)
    assert enquiries()[0].answers == {"gender": "female", "age": "20_29"}
    assert enquiries()[0].opened_at == dt.datetime(2020, 2, 3, 14, 5, tzinfo=MOSCOW)


@pytest.mark.parametrize("name", ["old.xlsx", "old.csv"])
def test_an_error_of_a_spreadsheet_is_nobodys_words_and_is_told(register: Register, name: str) -> None:
    """In the workbook, or in a CSV that a spreadsheet program made of one."""
    register.name = name
    register.mapping = MAPPING.replace("[answers.age]", '[answers.age]\nothers = "50_over"') + (
        '[narrative]\ncolumn = "Note"\n'
    )
    errors = ("#N/A", "#REF!", "#DIV/0!")
    good = "3;06.02.2020;;no;call;yes;woman;25;papers;Wrote #N/A and #REF! on the form."
    register.rows = [f"{number};06.02.2020;;no;call;yes;woman;25;papers;{of}" for number, of in enumerate(errors)]
    register.rows += [
        good,
        "4;06.02.2020;;no;call;yes;#NAME?;#NUM!;#VALUE!;x",
        "#N/A;06.02.2020;;no;call;yes;man;25;;x",
    ]
    if name == "old.xlsx":
        book = openpyxl.Workbook()
        for row in (register.header, *register.rows):
            book.worksheets[0].append(row.split(";"))
        book.save(register.file)
    said = register.bring_in()
    assert numbers_of(said) == (6, 5, 0, 1)
    assert sorted(text_of(each) for each in enquiries()) == ["", "", "", "Wrote #N/A and #REF! on the form.", "x"]
    assert sum("age" in each.answers for each in enquiries()) == 4  # `others` is no code of what was lost
    for error, place in zip((*errors, "#NAME?", "#NUM!", "#VALUE!"), (2, 3, 4, 6, 6, 6), strict=True):
        assert f'1  "{error}"  (row {place})' in said
    assert "row 7: No is part of the key and shows an error: #N/A" in said


def test_a_header_alone_imports_nothing(register: Register) -> None:
    register.rows = []
    assert numbers_of(register.bring_in()) == (0, 0, 0, 0)


def test_a_missing_centre_is_made_when_the_mapping_says_how(register: Register) -> None:
    register.mapping = MAPPING.replace(
        'code = "moscow"',
        'code = "shore"\nprefix = "SHO"\ncountry = "KZ"\ntime_zone = "Asia/Almaty"\nnames = { en = "Shore" }',
    )
    register.bring_in(dry_run=True)
    assert not Centre.objects.filter(code="shore").exists()
    register.bring_in()
    made = Centre.objects.get(code="shore")
    assert (made.prefix, made.country, made.time_zone) == ("SHO", "KZ", "Asia/Almaty")
    assert enquiries()[0].number == "SHO-2020-00001"
    assert enquiries()[0].opened_at == dt.datetime(2020, 2, 3, 14, 5, tzinfo=ZoneInfo("Asia/Almaty"))
    register.bring_in()
    assert Centre.objects.filter(code="shore").count() == 1

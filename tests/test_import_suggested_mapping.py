"""The first mapping that `bereg import --suggest` writes."""

import io
import stat
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from bereg.importing.columns import Look, look_at
from tests.importing import Register, numbers_of

HEADER = "Номер,Дата,Телефон,Имя заявителя,Пол,Возраст,Гражданство,Тема,Аноним,Заметки"
LONG = "Долгая запись оператора о том, что человек рассказал, с подробностями, которых никому не следует знать. "
ROWS = [
    ",".join(
        (
            str(100 + at),
            f"{at % 28 + 1:02}.02.2020",
            f"8 800 000 00 {at:02}",
            f"Имярек {at}",
            "жен" if at % 3 else "муж",
            str(at % 30),
            "Узбекистан" if at % 2 else "Таджикистан",
            "Вид на жительство и РВП; Миграционный учет",
            "да" if at % 5 else "нет",
            f'"{LONG}{at}"',
        )
    )
    for at in range(40)
]


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    made = Register(tmp_path, header=HEADER, rows=ROWS)
    made.file.write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    return made


def suggested(register: Register, **options: object) -> str:
    said = io.StringIO()
    call_command("import", str(register.file), suggest=True, stdout=said, **options)
    return said.getvalue()


def test_the_centre_to_create_is_of_the_country_that_was_named(register: Register) -> None:
    assert '# country = "RU"\n# time_zone = "Europe/Moscow"' in suggested(register)
    assert '# country = "AR"\n# time_zone = ""' in suggested(register, country="ar")


def test_columns_find_their_questions_and_values_their_codes(register: Register) -> None:
    mapping = tomllib.loads(suggested(register))
    assert mapping["key"] == ["Номер"]
    assert mapping["contact"]["date"] == {"column": "Дата", "formats": ["%d.%m.%Y"]}
    assert mapping["answers"]["gender"] == {"column": "Пол", "table": {"жен": "female", "муж": "male"}}
    assert mapping["answers"]["citizenship"]["table"] == {"Узбекистан": "UZ", "Таджикистан": "TJ"}
    assert mapping["answers"]["age"]["ranges"]["50_over"] == [50, 110]
    assert mapping["topics"]["split"] == ";"
    assert mapping["contact"]["anonymous"]["table"] == {"да": "yes", "нет": "no"}
    assert mapping["consent"] == {"constant": "not_asked"}
    assert set(mapping["ignore"]) == {"Телефон", "Имя заявителя", "Заметки"}


def test_names_numbers_and_texts_are_warned_of_and_not_copied(register: Register) -> None:
    skeleton = suggested(register)
    assert skeleton.count("WARNING: looks like names, numbers or addresses of people") == 2
    assert skeleton.count("WARNING: free text may name people") == 1
    for personal in ("Имярек", "8 800 000", "Долгая запись"):
        assert personal not in skeleton


def test_the_skeleton_works_once_it_is_filled_in(register: Register) -> None:
    filled = suggested(register).replace('code = ""', 'code = "moscow"')
    filled = filled.replace('constant = "not_asked"', 'constant = "yes"').replace(
        '"Вид на жительство и РВП; Миграционный учет" = ""',
        '"Вид на жительство и РВП" = "residence"\n"Миграционный учет" = "registration"',
    )
    register.mapping = filled
    said = register.bring_in()
    assert numbers_of(said) == (40, 40, 0, 0)
    assert "Every value found its code." in said
    assert Enquiry._base_manager.filter(topics=" residence registration ").count() == 40
    assert Contact._base_manager.filter(anonymous="no").count() == 8


def test_an_unfilled_value_is_reported_and_not_asked(register: Register) -> None:
    register.mapping = suggested(register).replace('code = ""', 'code = "moscow"')
    said = register.bring_in()
    assert numbers_of(said) == (40, 40, 0, 0)
    assert "Тема -> topics" in said
    assert not Enquiry._base_manager.exclude(topics="").exists()


def test_the_skeleton_may_go_to_a_file_that_is_not_there_yet(register: Register, tmp_path: Path) -> None:
    suggested(register, output=tmp_path / "first.toml")
    tomllib.loads((tmp_path / "first.toml").read_text(encoding="utf-8"))
    assert stat.S_IMODE((tmp_path / "first.toml").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="stands already"):
        suggested(register, output=tmp_path / "first.toml")


@pytest.mark.parametrize(
    "awkward", ['a "quoted" name', "back\\slash", "tab\tinside", "hash # and ] = [", "ünï©ode ёж", "'''", '"""']
)
def test_awkward_names_and_values_stay_valid(register: Register, awkward: str) -> None:
    quoted = '"' + awkward.replace('"', '""') + '"'
    register.file.write_text(f"No,{quoted},Gender\n1,x,{quoted}\n2,y,female\n3,y,female\n", encoding="utf-8")
    mapping = tomllib.loads(suggested(register))
    assert awkward in mapping["ignore"]
    assert awkward in mapping["answers"]["gender"]["table"]


def test_looks() -> None:
    looks = {
        ("x", "a b a"): Look.VALUES,
        ("x", "12 13 13"): Look.NUMBERS,
        ("x", "12 13 14"): Look.ID,
        ("phone", "12 13 13"): Look.PERSONAL,
        ("x", "a@example.org b@example.org b@example.org"): Look.PERSONAL,
        ("x", "+78000000016 +78000000017 +78000000017"): Look.PERSONAL,
        ("x", "2031-02-03 2031-02-04 2031-02-04"): Look.DATE,
    }
    assert {each: look_at(each[0], Counter(each[1].split())).look for each in looks} == looks
    assert look_at("x", Counter({"": 3})).look is Look.EMPTY
    assert look_at("x", Counter(str(number) + "a" for number in range(300) for _again in range(2))).look is Look.MANY


def test_a_register_without_numbers_counts_its_twins_and_empty_columns_are_named(register: Register) -> None:
    rows = [line.split(",", 1)[1].replace("Узбекистан", "") for line in ROWS]
    header = HEADER.split(",", 1)[1] + ",Пусто"
    register.file.write_text("\n".join((header, *(f"{row}," for row in rows), f"{rows[0]},")), encoding="utf-8")
    mapping = tomllib.loads(suggested(register))
    assert mapping["twins"] is True
    assert mapping["key"] == ["Дата", "Пол", "Возраст", "Гражданство", "Тема", "Аноним"]  # nothing about a person
    assert mapping["empty"] == ["Пусто"]
    assert "Пусто" not in mapping["ignore"]

"""Registers with a column of yes and no for each topic."""

import io
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from tests.importing import MAPPING, Register, numbers_of

HEADER = "No;Day;Way;Agreed;Unpaid wages;Документы;Family;Paid"
ROWS = (
    "1;03.02.2020;call;yes;x;;0;x",
    "2;04.02.2020;call;yes;1;да;нет;",
    "3;05.02.2020;call;yes;;-;no;",
    "4;06.02.2020;call;yes;;perhaps;Yes;x",
)
COLUMNS = '"Unpaid wages" = "unpaid_wages"\n"Документы" = ["documents"]\n"Family" = "family"\n"Paid" = ""\n'
HEAD = MAPPING.partition("[answers.gender]")[0].replace('time = { column = "Hour" }\n', "")
HEAD = "\n".join(line for line in HEAD.splitlines() if not line.startswith("anonymous"))


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    mapping = f"{HEAD}\n[topics.columns]\n{COLUMNS}"
    return Register(tmp_path, mapping=mapping, header=HEADER, rows=list(ROWS))


def topics() -> list[list[str]]:
    enquiries = Enquiry._base_manager.order_by("opened_at")
    return [sorted(enquiry.topics.split()) for enquiry in enquiries]


def test_each_column_with_a_yes_gives_its_topic(register: Register) -> None:
    assert numbers_of(register.bring_in()) == (4, 4, 0, 0)
    assert topics() == [["unpaid_wages"], ["documents", "unpaid_wages"], [], ["family"]]


def test_what_is_neither_yes_nor_no_and_a_yes_without_a_code_are_listed(register: Register) -> None:
    said = register.bring_in(dry_run=True)
    assert "  Документы -> topics\n" in said
    assert '       1  "perhaps"  (row 5)' in said
    assert "  Paid -> topics\n" in said
    assert '       2  "x"  (row 2, 5)' in said
    assert "not declared under ignore" not in said


def test_such_columns_stand_beside_one_that_names_topics(register: Register) -> None:
    register.header += ";About"
    register.rows = [f"{row};papers" for row in ROWS]
    register.mapping = (
        f'{HEAD}\n[topics]\ncolumn = "About"\ntable = {{ papers = "documents" }}\n[topics.columns]\n{COLUMNS}'
    )
    register.bring_in()
    assert topics() == [
        ["documents", "unpaid_wages"],
        ["documents", "unpaid_wages"],
        ["documents"],
        ["documents", "family"],
    ]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('[topics.columns]\n"Wages" = "unpaid_wages"', "the file has no column 'Wages'"),
        ('[topics.columns]\n"Family" = "family_x"', "there is no code 'family_x'; did you mean 'family'?"),
        ('[topics]\nconstant = "family"\ncolumns = { Family = "family" }', "a column or a constant, not both"),
        ('[answers.gender]\ncolumns = { Family = "female" }', "this takes one code alone; leave columns out"),
    ],
)
def test_mistakes_name_the_key_and_the_remedy(
    register: Register, capsys: pytest.CaptureFixture[str], written: str, says: str
) -> None:
    register.mapping = f"{HEAD}\n{written}\n"
    with pytest.raises(CommandError) as refused:
        register.bring_in(dry_run=True)
    assert says in f"{refused.value}{capsys.readouterr().err}"


def test_the_suggestion_finds_the_columns_named_after_topics(register: Register) -> None:
    register.file.write_text("\n".join((HEADER, *ROWS[:3])), encoding="utf-8")
    said = io.StringIO()
    call_command("import", str(register.file), suggest=True, stdout=said)
    mapping = tomllib.loads(said.getvalue())
    assert mapping["topics"]["columns"]["Unpaid wages"] == "unpaid_wages"
    assert mapping["topics"]["columns"]["Документы"] == "documents"
    assert '# "Paid" = ""' in said.getvalue()
    assert "Unpaid wages" not in mapping["ignore"]
    assert "Paid" in mapping["ignore"]

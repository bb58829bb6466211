"""A mapping that cannot be used is refused before anything is written, with the key and the remedy."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from tests.importing import MAPPING, Register


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[centre]", "[centre", r"mapping.toml: .*line 6"),
        ('"old-line"', "7", "source: write a text in quotes"),
        ('key = ["No"]', "", "key: missing; write the columns"),
        ('key = ["No"]', 'key = ["Nr"]', "key: the file has no column 'Nr'"),
        ("'\\d+'", "'['", "key_pattern: no regular expression"),
        ('"Hour" }', '"Hours" }', "contact.time: the file has no column 'Hours'; did you mean 'Hour'"),
        ('"female"', '"femal"', "answers.gender: there is no code 'femal'; did you mean 'female'"),
        ('"documents"', '"document"', "topics: there is no code 'document'; did you mean 'documents'"),
        ('letter = "letter"', 'letter = "leter"', "contact.channel: there is no code 'leter'; did you mean 'letter'"),
        (
            "[answers.gender]",
            "[answers.gendr]",
            "answers.gendr: the questionnaire does not ask this; did you mean 'gender'",
        ),
        ("[answers.gender]", "[answers.topic]", r"answers.topic: .* write \[topics\]"),
        ("[answers.gender]", "[answers.material]", "answers.material: this question takes no codes"),
        ("anonymous = {", "anonimous = {", "contact.anonimous: there is no such key; did you mean 'anonymous'"),
        ('default = "phone"', "", "contact.channel: every contact has one"),
        ("20_29 = [20, 29]", "20_29 = [19, 29]", "answers.age.ranges.20_29: this range overlaps"),
        ("20_29 = [20, 29]", "20_29 = 20", "answers.age.ranges.20_29: write the least and the greatest"),
        ('man = "male"', 'man = ["male", "female"]', "answers.gender: 'man' has several codes"),
        ('man = "male"', 'man = "male", MAN = "female"', "'man' and 'MAN' are one value here"),
        ('man = "male"', "man = 1", "answers.gender.table.'man': write a code in quotes"),
        ('column = "Who"', 'column = "Who"\nsplit = ","', "answers.gender: this takes one code alone"),
        ('column = "Who"', 'column = "Who"\nconstant = "male"', "answers.gender: write a column or a constant"),
        ('column = "Who"', "", "answers.gender: write column"),
        (
            '{ yes = "yes", no = "no" }\n\n[answers.g',
            '{ yes = "withdrawn" }\n\n[answers.g',
            "consent: there is no code",
        ),
        ('code = "moscow"', 'code = "mosc"', "centre.code: there is no centre 'mosc'; did you mean 'moscow'"),
        ('code = "moscow"', 'code = "moscow"\ncountry = "KZ"', "centre.country: the centre's home country is RU"),
        (
            'code = "moscow"',
            'code = "x"\nprefix = "X"\nnames = { en = "X" }\ncountry = "KZ"\ntime_zone = "Asia/Almati"',
            "no time zone 'Asia/Almati'; did you mean 'Asia/Almaty'",
        ),
        (
            'code = "moscow"',
            'code = "x"\nprefix = "MSK"\nnames = { en = "X" }\ncountry = "KZ"\ntime_zone = "Asia/Almaty"',
            "the prefix 'MSK' belongs to another centre",
        ),
        ("[centre]", '[file]\nencoding = "klingon"\n[centre]', "no encoding 'klingon'"),
        ("[centre]", '[file]\nseparator = ";;"\n[centre]', "file.separator: write a single sign"),
    ],
)
def test_a_mistake_in_the_mapping_is_named(
    centre: Centre, tmp_path: Path, before: str, after: str, message: str
) -> None:
    assert before in MAPPING
    register = Register(tmp_path, mapping=MAPPING.replace(before, after, 1))
    with pytest.raises(CommandError, match=message) as refused:
        register.bring_in()
    assert refused.value.returncode == 2
    assert len(str(refused.value).splitlines()) == 1
    assert not Contact._base_manager.exists()


def test_several_mistakes_are_a_line_each(centre: Centre, tmp_path: Path) -> None:
    register = Register(tmp_path, mapping=MAPPING.replace('"female"', '"f"').replace('"documents"', '"d"'))
    errors = io.StringIO()
    with pytest.raises(CommandError, match="2 mistakes"):
        register.bring_in(stderr=errors)
    assert [line.split(":")[0] for line in errors.getvalue().splitlines()] == ["answers.gender", "topics"]


def test_a_text_without_consent_is_refused(centre: Centre, tmp_path: Path) -> None:
    mapping = MAPPING.replace('column = "Agreed"\ntable = { yes = "yes", no = "no" }', 'constant = "no"')
    register = Register(tmp_path, mapping=mapping + '[narrative]\ncolumn = "Note"\n')
    with pytest.raises(CommandError, match="narrative: a text is kept only with consent"):
        register.bring_in()


def test_a_column_that_stands_twice_must_be_told_apart(centre: Centre, tmp_path: Path) -> None:
    register = Register(tmp_path, header="No;Day;Hour;Anonymous;Way;Agreed;Who;Who;About;Note", mapping=MAPPING)
    with pytest.raises(CommandError, match=r"2 mistakes"):
        register.bring_in(stderr=io.StringIO())
    register.mapping = MAPPING.replace('"Who"', '"Who (1)"').replace('"Age"', '"Who (2)"')
    assert "Rejected:           0" in register.bring_in()


def test_the_wrong_file_is_recognised(centre: Centre, tmp_path: Path) -> None:
    register = Register(tmp_path, header="a;b", rows=["1;2"])
    with pytest.raises(CommandError, match="none of these columns, but a, b"):
        register.bring_in()


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx"])
def test_a_missing_file_is_one_line(centre: Centre, tmp_path: Path, name: str) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING)
    with pytest.raises(CommandError, match="No such file") as refused:
        call_command("import", str(tmp_path / name), mapping=tmp_path / "mapping.toml")
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_a_missing_mapping_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.toml cannot be read"):
        call_command("import", str(tmp_path / "x.csv"), mapping=tmp_path / "none.toml")
    with pytest.raises(CommandError, match="--mapping"):
        call_command("import", str(tmp_path / "x.csv"))

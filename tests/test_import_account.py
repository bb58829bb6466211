"""Every line of a file is accounted for, by a sum that a person can check."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.importing.checking import check
from bereg.importing.destination import find_destination
from bereg.importing.mapping import read_mapping
from bereg.importing.reading import open_source
from bereg.importing.run import import_rows
from bereg.importing.source_rows import SourceError
from bereg.importing.summary import lines_of
from tests.importing import HEADER, MAPPING, ROWS, Register, account_of, numbers_of

LINES = [
    *ROWS,
    "",
    ";;;;;;;;;",
    '4;05.02.2020;9:30;no;call;no;woman;25;papers;"two\nlines"',
    '5;05.02.2020;9:30;no;call;no;woman;25;papers;"three\r\n\n1;2;3;4;5;6;7;8;9"',
    '6;05.02.2020;9:30;no;ca"ll;no;woman;25;papers;-',
    '7;05.02.2020;9:30;no;"ca"ll;no;woman;25;papers;-',
    "8;31.02.2020;9:30;no;call;no;woman;25;papers;-",
    "9;05.02.2020;9:30;no;call",
    "10;05.02.2020;9:30;no;call;no;woman;25;papers;-;more",
    "\0;\0\0",
    HEADER,
]


def sums(said: str) -> None:
    every, *parts = account_of(said)
    assert every == sum(parts), said
    read, imported, standing, rejected = numbers_of(said)
    assert read == imported + standing + rejected, said


@pytest.fixture
def dry(centre: Centre, tmp_path: Path) -> Callable[[str], str]:
    """Return what a dry run says of a file of this text; all that does not depend on the text is made once."""
    (tmp_path / "mapping.toml").write_text(MAPPING.replace("[centre]", '[file]\nseparator = ";"\n[centre]'))
    mapping = read_mapping(tmp_path / "mapping.toml")
    destination = find_destination(mapping.centre)
    file = tmp_path / "old.csv"

    def run(text: str) -> str:
        file.write_bytes(text.encode())
        source = open_source(file, mapping.reading)
        plan = check(mapping, source, destination)
        return "\n".join(lines_of(import_rows(source, plan, is_dry=True, progress=str), plan, source, dry_run=True))

    return run


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.sampled_from(LINES), max_size=12),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.sampled_from(["", "\n", "\r\n\n"]),
)
def test_the_sum_is_right_whatever_stands_in_the_file(
    dry: Callable[[str], str], rows: list[str], end: str, last: str
) -> None:
    text = end.join([HEADER, *rows]) + last
    said = dry(text)
    sums(said)
    # Counted here in another way than the program does.
    assert account_of(said)[0] == len(re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rest=st.text(alphabet='1;"a\n\r ', max_size=40))
def test_whatever_the_marks_the_sum_is_right_or_the_file_refused_with_the_place(
    dry: Callable[[str], str], rest: str
) -> None:
    said, refused = "", ""
    try:
        said = dry(f"{HEADER}\n{ROWS[0]}\n{rest}")
    except SourceError as error:
        refused = str(error)
    if said:
        sums(said)
    else:
        assert re.search(r"line \d+, column \d+", refused)


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ('40;03.02.2020;14:05;yes;call;yes;woman;25;papers;"said', r"line 41, column 10: .* not closed \(Note\)"),
        ('40;03.02.2020;14:05;yes;call;yes;woman;25;"papers;-', r"line 41, column 9: .* not closed \(About\)"),
    ],
)
def test_an_unclosed_mark_stops_the_import_before_anything_is_stored(
    centre: Centre, tmp_path: Path, spoilt: str, says: str
) -> None:
    rows = [f"{number};03.02.2020;14:05;yes;call;yes;woman;25;papers;-" for number in range(1, 101)]
    rows[39] = spoilt
    with pytest.raises(CommandError, match=says) as refused:
        Register(tmp_path, rows=rows).bring_in()
    assert refused.value.returncode == 2
    assert len(str(refused.value).splitlines()) == 1
    assert not Contact._base_manager.exists()


def test_the_account_of_a_plain_file(centre: Centre, tmp_path: Path) -> None:
    note = '4;05.02.2020;9:30;no;call;no;woman;25;papers;"two\nlines"'
    register = Register(tmp_path, rows=[*ROWS, "", note, "5;31.02.2020;;;;;;;;", ";;;;;;;;;"])
    said = register.bring_in()
    assert account_of(said) == (9, 1, 5, 1, 2, 0)
    assert numbers_of(said) == (5, 4, 0, 1)
    sums(register.bring_in())

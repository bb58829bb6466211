"""`bereg questionnaire check` and `publish`."""

from io import StringIO
from pathlib import Path
from unittest import mock

import pytest

from bereg.centres.models import Centre
from bereg.console.management.commands.questionnaire import Command
from bereg.questionnaire.publishing import publish_standard, standard_source
from bereg.questionnaire.queries import current_version


def run(*words: str) -> tuple[int, list[str], list[str]]:
    """Return the exit code, the lines printed and the lines of errors."""
    out, err = StringIO(), StringIO()
    try:
        # The command is a process of its own and hangs up at its end; here the database is the test's.
        with mock.patch("bereg.core.commands.connections.close_all"):
            Command(stdout=out, stderr=err).run_from_argv(["bereg", "questionnaire", *words])
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.md"
    path.write_text(standard_source().replace("Who is asking", "Who calls"), encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.md"
    source = standard_source().replace("select_one gender", "select_one gendre").replace("| Age ", "|     ")
    path.write_text(source, encoding="utf-8")
    return path


def test_a_good_questionnaire_is_one_line(db: None, good: Path) -> None:
    code, out, err = run("check", str(good))
    assert (code, len(out), err) == (0, 1, [])
    assert "18 questions, 17 in the figures" in out[0]


def test_a_broken_one_is_a_line_for_each_problem_and_stays_out(centre: Centre, broken: Path) -> None:
    in_force = publish_standard()
    for act in ("check", "publish"):
        code, out, err = run(act, str(broken))
        assert (code, out) == (2, [])
        assert [line.partition(": ")[2].partition(":")[0] for line in err] == ["survey, row 5", "survey, row 6"], err
    assert current_version(centre) == in_force


def test_publishing_says_what_changed(centre: Centre, good: Path) -> None:
    publish_standard()
    code, out, _err = run("publish", str(good))
    assert code == 0
    assert out == ["Version 2 is in force for every centre without its own.", "Questions changed: enquirer"]
    assert run("publish", str(good))[1] == ["Nothing changed: version 2 is in force."]


def test_a_version_for_one_centre(centre: Centre, other_centre: Centre, good: Path) -> None:
    common = publish_standard()
    assert run("publish", str(good), "--centre", "moscow")[0] == 0
    assert current_version(centre) != common == current_version(other_centre)


@pytest.mark.parametrize(
    "words", [("check", "nothing.md"), ("publish", "x.md", "--centre"), ("print",), (), ("publish",)], ids=str
)
def test_what_was_typed_wrongly_is_one_line(db: None, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out, len(err)) == (2, [], 1)


def test_an_unknown_centre_is_one_line(centre: Centre, good: Path) -> None:
    code, _out, err = run("publish", str(good), "--centre", "nowhere")
    assert (code, err) == (2, ["bereg questionnaire: There is no centre nowhere; there are: moscow."])


def test_a_file_without_a_table_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text("# My questions\n\nWho calls?\n", encoding="utf-8")
    code, out, err = run("check", str(path))
    assert (code, out, len(err)) == (2, [], 1)
    assert err[0].startswith(f"{path}: no table `| survey |` was found; start from standard.md")

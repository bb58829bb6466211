"""What `make mutants` says of the changes that were tried (tools/mutants.py)."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tools import mutants

pytestmark = pytest.mark.once("it uses no database")

LIMITS, RULES = "bereg/accounts/failed_tries.py", "bereg/vault/rules.py"
Ran = Callable[..., None]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ran:
    """Let a run of mutmut leave exit codes of the changes of some files; it changes nothing."""
    monkeypatch.setattr(mutants, "COPY", tmp_path)

    def leave(file: str, **codes: int | None) -> None:
        module = file.removesuffix(".py").replace("/", ".")
        meta = tmp_path / "mutants" / f"{file}.meta"
        meta.parent.mkdir(parents=True, exist_ok=True)
        named = {f"{module}.x_{name}__mutmut_1": code for name, code in codes.items()}
        meta.write_text(json.dumps({"exit_code_by_key": named}), encoding="utf-8")

    return leave


def test_a_change_is_noticed_where_a_test_failed_or_nothing_loaded(ran: Ran) -> None:
    ran(LIMITS, failed=1, unloadable=3, passed=0, no_test=33, too_slow=36, not_tried=None)
    found = mutants.tally(LIMITS)
    assert found.killed == 2
    assert [name.rpartition("x_")[2] for name in found.alive] == [
        f"{name}__mutmut_1" for name in ("passed", "no_test", "too_slow", "not_tried")
    ]


def test_of_the_changes_that_were_asked_for_those_alone_count(ran: Ran) -> None:
    ran(LIMITS, take=1, give_back=0, old=None)
    assert mutants.tally(LIMITS, ["bereg.accounts.failed_tries.x_take*"]) == mutants.Tally(LIMITS, 1, ())
    both = mutants.tally(
        LIMITS, ["bereg.accounts.failed_tries.x_take__mutmut_1", "bereg.accounts.failed_tries.x_give*"]
    )
    assert both == mutants.Tally(LIMITS, 1, ("bereg.accounts.failed_tries.x_give_back__mutmut_1",))
    assert mutants.tally(RULES, ["bereg.accounts.*"]) == mutants.Tally(RULES, 0, ())


def test_nine_of_ten_are_enough_and_of_what_decides_all(ran: Ran) -> None:
    nine = {f"killed_{number}": 1 for number in range(9)}
    for file, enough in ((LIMITS, True), (RULES, False)):
        ran(file, **nine, passed=0)
        assert mutants.tally(file).is_enough is enough
        ran(file, **nine, passed=0, another=0)
        assert not mutants.tally(file).is_enough
        ran(file, **nine)
        assert mutants.tally(file).is_enough


def test_a_change_that_nobody_can_tell_from_the_original_is_no_gap(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "EQUIVALENT", {"bereg.vault.rules.x_same__mutmut_1": "invented"})
    ran(RULES, same=0, failed=1)
    assert mutants.tally(RULES) == mutants.Tally(RULES, 1, ())


def test_a_run_says_the_files_that_were_asked_for_and_fails_where_too_much_lives(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(LIMITS, take=1, old=0)
    ran(RULES, check=1)
    for file in (LIMITS, RULES):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text("", encoding="utf-8")
    monkeypatch.setattr(mutants, "copy", lambda: None)
    monkeypatch.setattr(mutants, "targets", lambda: [LIMITS, RULES])
    monkeypatch.setattr("tools.mutants.subprocess.run", lambda *_args, **_more: CompletedProcess([], 0))
    assert mutants.main(["bereg.vault.rules.*"]) == 0
    assert capsys.readouterr().out == f"{RULES}: 1 killed, 0 alive\n"
    assert mutants.main([]) == 1
    assert (
        f"{LIMITS}: 1 killed, 1 alive: TOO MANY\n    bereg.accounts.failed_tries.x_old__mutmut_1"
        in capsys.readouterr().out
    )


def test_decorators_stand_below_their_functions_and_mean_the_same() -> None:
    source = "def twice(f):\n    return lambda: f() * 2\n\n\n@twice\n@twice\ndef one():\n    return 1\n"
    written = mutants.without_decorators(source)
    assert "@" not in written
    found: dict[str, Callable[[], int]] = {}
    exec(written, found)  # noqa: S102
    assert found["one"]() == 4

"""The units of systemd confine what they start, and set what the program knows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
MOST = 3.0  # of 10, where 10 is a service that may do everything
pytestmark = pytest.mark.once("they know no database")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here: apt-get install systemd")
def test_a_service_can_do_little_besides_its_work() -> None:
    assert [each.name for each in UNITS] == ["bereg-worker.service", "bereg.service"]
    looked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", *UNITS],
        capture_output=True,
        text=True,
        check=False,
    )
    levels = re.findall(r"exposure level for (\S+): (\d+\.\d)", looked.stdout)
    assert {name for name, _ in levels} == {each.name for each in UNITS}, looked.stderr
    assert {name: level for name, level in levels if float(level) > MOST} == {}


def test_their_commands_and_settings_are_ours() -> None:
    for unit in UNITS:
        assert set(re.findall(r"/opt/bereg/bin/bereg ([a-z]+)", unit.read_text())) <= {"migrate", "serve", "worker"}
    example = (ROOT / "deploy" / "systemd" / "bereg.env").read_text()
    named = set(re.findall(r"^(BEREG_\w+)=", example, flags=re.MULTILINE))
    assert named
    assert named <= set(re.findall(r"`(BEREG_\w+)`", (ROOT / "docs" / "settings.md").read_text()))

"""The program as others install it: a wheel, in an environment that holds no source."""

import json
import os
import site
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bereg.console.tests import serving
from tests.demonstration import tables_on_sqlite

ROOT = Path(__file__).parents[1]
RELEASED = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## ")[2].split()[0]
pytestmark = pytest.mark.once("what a wheel holds does not depend on the database")
WHERE = "import os; os.geteuid = lambda: %d; from bereg.settings import DATA; print(DATA)"


@dataclass(frozen=True)
class Installed:
    """A wheel, and the environment that it was installed in."""

    wheel: Path
    bin: Path

    def run(self, *words: str, at: Path, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a program of the environment, in a folder of somebody's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
        kept.pop("PYTHONPATH", None)
        return subprocess.run(
            [self.bin / words[0], *words[1:]], cwd=at, env=kept | more, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, which borrows what the program needs from the one of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], check=True)
    (own,) = (folder / "venv" / "lib").glob("*/site-packages")
    (own / "borrowed.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return Installed(wheel, python.parent)


@pytest.fixture
def names(installed: Installed) -> Iterator[list[str]]:
    """What lies in the wheel."""
    with zipfile.ZipFile(installed.wheel) as packed:
        yield packed.namelist()


def test_it_brings_its_translations_and_neither_tests_nor_measurements(names: list[str]) -> None:
    languages = sorted(path.parts[2] for path in map(Path, names) if path.suffix == ".mo")
    assert languages == sorted(each.name for each in (ROOT / "bereg" / "locale").iterdir())
    assert {name.split("/")[0] for name in names} == {"bereg", f"bereg-{RELEASED}.dist-info"}
    assert [name for name in names if "/tests/" in name or name.endswith((".po", ".pyc"))] == []
    assert {"bereg/counting/published.toml", "bereg/core/static/core/tokens.css"} <= set(names)


def test_it_names_its_own_version(installed: Installed, tmp_path: Path) -> None:
    for words in (["--version"], ["version"], ["backup", "--version"]):
        assert installed.run("bereg", *words, at=tmp_path, BEREG_DATA=str(tmp_path)).stdout == f"bereg {RELEASED}\n"


def test_its_data_lie_where_the_system_keeps_data_and_never_where_somebody_happens_to_be(
    installed: Installed, tmp_path: Path
) -> None:
    home = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": ""}
    here = tmp_path / "here"
    here.mkdir()
    look = ("python", "-c", WHERE % 1000)
    assert installed.run(*look, at=here, **home).stdout == f"{tmp_path}/home/.local/share/bereg\n"
    assert installed.run(*look, at=here, **home | {"XDG_DATA_HOME": str(tmp_path)}).stdout == f"{tmp_path}/bereg\n"
    assert installed.run(*look, at=here, **home, BEREG_DATA="own").stdout == f"{here}/own\n"
    assert list(here.iterdir()) == [here / "own"]


def test_it_speaks_russian_and_calls_itself_as_it_was_called(installed: Installed, tmp_path: Path) -> None:
    data = tmp_path / "data"
    tables_on_sqlite(data)
    own = {"BEREG_LANGUAGE": "ru", "PYTHONPATH": ""}
    port = serving.free_port()
    program = str(installed.bin / "bereg")
    expected = {"/ru/": "Пока ни один центр", "/welcome/": f"{program} people first-word"}
    with serving.running("serve", "--port", str(port), data=data, program=[program], **own):
        for address, words in expected.items():
            asked = urllib.request.Request(f"http://localhost:{port}{address}", headers={"Accept-Language": "ru"})
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own server
                page = answer.read().decode()
            assert '<html lang="ru"' in page
            assert words in page
    said = installed.run("bereg", "doctor", "--json", at=tmp_path, **serving.environment(data, own))
    assert "no_drill" in {each["code"] for each in json.loads(said.stdout)}, said

"""A room that declares a section has its records imported; the room of imports is not touched for it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from bereg.centres.import_sections import Cells, ImportRow, ImportSection, ImportTarget
from bereg.centres.models import Centre
from bereg.core import concerns
from bereg.enquiries.models import Enquiry
from tests.importing import MAPPING, Register, numbers_of

WEATHER = '[weather]\ncolumn = "Note"\n'
stored: list[tuple[str, str]] = []


class Sky(str):
    """What a row says of the weather."""

    __slots__ = ()


class WeatherSection(ImportSection):
    """The weather on the day of an enquiry."""

    tables = ("weather",)

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the one that there is."""
        return {"weather": ImportTarget(labels={"rain": ("rain", "wet")}, is_strict=True)}

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read it."""
        row.put(Sky(cells.code("weather")))

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store it beside the number of the enquiry that a room below has made of the row."""
        pairs = [(row.get(Enquiry), row.get(Sky)) for row in rows]
        return lambda: stored.extend((enquiry.number, sky) for enquiry, sky in pairs if enquiry and sky)

    def summary(self) -> Iterator[str]:
        """Say a word of one's own."""
        yield f"Wet days: {len(stored)}"


@pytest.fixture(autouse=True)
def weather(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A room above the enquiries says a section of its own."""
    module = ModuleType("bereg.training.import_section")
    module.SECTION = WeatherSection  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    concerns._modules.cache_clear()
    stored.clear()
    yield
    concerns._modules.cache_clear()


def test_a_section_of_another_room_is_mapped_read_stored_and_told(centre: Centre, tmp_path: Path) -> None:
    register = Register(tmp_path, mapping=MAPPING + WEATHER)
    register.rows = [register.rows[0].replace(";-", ";Wet"), register.rows[1].replace(";-", ";dry")]
    said = register.bring_in()
    assert numbers_of(said) == (2, 1, 0, 1)
    assert "row 3: Note fits nothing known: 'dry'" in said
    assert "Wet days: 1" in said
    assert stored == [("MSK-2020-00001", "rain")]

"""Old lists of lectures and the like: each row an event of its month, whole or rejected, and nothing twice."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.campaigns.models import Campaign, Distribution, Material
from bereg.campaigns.queries import copies_left
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.counting.queries import report_rows
from bereg.outreach.models import HandedOut, OutreachEvent
from bereg.reference.models import ReferenceEntry
from tests.importing import Register, numbers_of
from tests.told import entry_of

pytestmark = pytest.mark.django_db

CODE = "A2CM"
MAPPING = """
source = "old-outreach"
key = ["No"]

[centre]
code = "moscow"

[outreach]
kind = { column = "What" }
held = { column = "Held" }
place_kind = { column = "Where" }
place = { column = "Place", verbatim = true }
region = { column = "Region" }
partner = { column = "With" }
migrants = { column = "Migrants" }
officials = { column = "Officials" }
material = { column = "Code" }
copies = { column = "Copies" }
left_over = { column = "Left" }
"""
HEADER = "No;What;Held;Where;Place;Region;With;Migrants;Officials;Code;Copies;Left"
SEMINAR = "1;seminar;2019-02-14;office;Invented hall;RU-ARK;Invented service;14;2;A2CM;60;10"


@pytest.fixture(autouse=True)
def service(centre: Centre, supervisor: User) -> ReferenceEntry:
    return entry_of("organisation", "Invented service", by=supervisor, content={"sort": "state"})


@pytest.fixture(autouse=True)
def leaflet(db: None) -> Material:
    """A leaflet of a hundred copies."""
    campaign = Campaign.objects.create(name="Know whom to ask", first_day=dt.date(2019, 1, 1))
    return Material.objects.create(
        campaign=campaign, kind="leaflet", name="Leaflet", language="uz", code=CODE, print_run=100
    )


def list_of(folder: Path, *rows: str, mapping: str = MAPPING, header: str = HEADER) -> Register:
    return Register(folder, mapping=mapping, header=header, rows=list(rows))


def test_an_event_comes_in_whole_with_what_was_handed_out_and_no_contact(
    tmp_path: Path, centre: Centre, service: ReferenceEntry, leaflet: Material
) -> None:
    said = list_of(tmp_path, SEMINAR).bring_in()
    assert numbers_of(said) == (1, 1, 0, 0)
    assert "events: 1, with something handed out: 1" in said
    made = OutreachEvent.objects.get()
    assert (made.centre, made.kind, made.held_on, made.place_kind) == (
        centre,
        "seminar",
        dt.date(2019, 2, 14),
        "office",
    )
    assert (made.place, made.region, made.partner) == ("Invented hall", "RU-ARK", service)
    assert made.reached == {"migrants": 14, "officials": 2}
    assert HandedOut.objects.get().event == made
    assert (copies_left(leaflet), Distribution.objects.get().given_on) == (50, made.held_on)
    assert not Contact._base_manager.exists()
    assert ChainedAct.objects.filter(action="outreach.recorded", actor="system", because="bulk").count() == 1
    february = dt.date(2019, 2, 1)
    counted = {row.code: row.count for row in report_rows(february, february) if row.table == "outreach_kind"}
    assert counted["seminar"] == 1


def test_a_list_that_grew_adds_what_is_new_and_takes_no_copies_twice(tmp_path: Path, leaflet: Material) -> None:
    register = list_of(tmp_path, SEMINAR)
    register.bring_in()
    register.rows.append("2;lecture;2019-02-20;school;;;;30;;A2CM;50;")
    assert numbers_of(register.bring_in()) == (2, 1, 1, 0)
    assert copies_left(leaflet) == 0
    assert numbers_of(register.bring_in()) == (2, 0, 2, 0)
    assert (OutreachEvent.objects.count(), HandedOut.objects.count()) == (2, 2)


def test_equal_rows_of_a_list_without_numbers_are_two_events(tmp_path: Path) -> None:
    mapping = MAPPING.replace('key = ["No"]', 'key = ["What", "Held", "Where"]\ntwins = true')
    row = "lecture;2019-02-20;school;;;;30;;;;"
    register = list_of(tmp_path, f"1;{row}", f"2;{row}", mapping=mapping)
    assert numbers_of(register.bring_in()) == (2, 2, 0, 0)
    assert numbers_of(register.bring_in()) == (2, 0, 2, 0)


def test_a_day_in_a_place_tells_of_nobody(tmp_path: Path) -> None:
    register = list_of(tmp_path, "1;lecture;2019-02-20;school;School of the 9 May;;;30;;;;")
    assert numbers_of(register.bring_in()) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;ball;2019-02-14;office;;;;14;;;;", "What fits nothing known: 'ball'"),
        ("1;;2019-02-14;office;;;;14;;;;", "What is empty"),
        ("1;seminar;2999-02-14;office;;;;14;;;;", "Held is no possible date"),
        ("1;seminar;2019-02-14;moon;;;;14;;;;", "Where fits nothing known: 'moon'"),
        ("1;seminar;2019-02-14;office;;XX-1;;14;;;;", "Region fits nothing known: 'XX-1'"),
        ("1;seminar;2019-02-14;office;;;Nobody;14;;;;", "With fits nothing known: 'Nobody'"),
        ("1;seminar;2019-02-14;office;Ask anna@example.org;;;14;;;;", "Place may tell who somebody is"),
        ("1;seminar;2019-02-14;office;;;;;;;;", "nobody says how many people were reached"),
        ("1;seminar;2019-02-14;office;;;;many;;;;", "Migrants fits nothing known: 'many'"),
        ("1;seminar;2019-02-14;office;;;;1.5;;;;", "Migrants is no whole number: '1.5'"),
        ("1;seminar;2019-02-14;office;;;;100001;;;;", "Migrants is more than 100000"),
        ("1;seminar;2019-02-14;office;;;;14;;A2C9;5;", "Code fits nothing known: 'A2C9'"),
        ("1;seminar;2019-02-14;office;;;;14;;;5;", "Code is empty, but copies were handed out"),
        ("1;seminar;2019-02-14;office;;;;14;;A2CM;;", "Copies is empty, but a material was handed out"),
        ("1;seminar;2019-02-14;office;;;;14;;A2CM;5;6", "Left: More are left over than were taken there."),
        ("1;seminar;2019-02-14;office;;;;14;;A2CM;101;", "Copies: 100 were printed, and 100 are left"),
        ("1;seminar;2018-12-31;office;;;;14;;A2CM;5;", "Code: The campaign began on 1 January 2019."),
    ],
)
def test_what_fits_nothing_is_rejected_whole_with_its_reason(row: str, reason: str, tmp_path: Path) -> None:
    register = list_of(tmp_path, row, "2;lecture;2019-02-20;school;;;;0;;;;")
    assert numbers_of(register.bring_in()) == (2, 1, 0, 1)
    assert reason in register.rejects.read_text(encoding="utf-8-sig")
    assert (OutreachEvent.objects.get().reached, HandedOut.objects.exists()) == ({}, False)


def test_the_row_that_goes_beyond_the_print_run_is_rejected_and_those_above_stay(
    tmp_path: Path, leaflet: Material
) -> None:
    rows = [f"{number};lecture;2019-02-20;school;;;;30;;A2CM;40;" for number in (1, 2, 3)]
    register = list_of(tmp_path, *rows)
    assert numbers_of(register.bring_in()) == (3, 2, 0, 1)
    assert "20 are left" in register.rejects.read_text(encoding="utf-8-sig")
    assert copies_left(leaflet) == 20


@pytest.mark.parametrize(
    ("was", "instead", "told"),
    [
        ('kind = { column = "What" }\n', "", "outreach.kind: every event has one"),
        ('held = { column = "Held" }', 'held = { constant = "2019-02-14" }', "outreach.held: write held = "),
        ('migrants = { column = "Migrants" }\nofficials = { column = "Officials" }\n', "", "of at least one kind"),
        ('copies = { column = "Copies" }\n', "", "name both, or neither"),
        ("[outreach]", '[contact]\nlanguage = { constant = "ru" }\n[outreach]', "read nothing else from it"),
    ],
)
def test_a_mapping_of_half_an_event_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, instead: str, told: str
) -> None:
    assert was in MAPPING
    with pytest.raises(CommandError) as refused:
        list_of(tmp_path, SEMINAR, mapping=MAPPING.replace(was, instead)).bring_in()
    assert told in f"{refused.value} {capsys.readouterr().err}"
    assert not OutreachEvent.objects.exists()


def test_the_example_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    said = io.StringIO()
    call_command(
        "import",
        "docs/examples/old-outreach.csv",
        mapping=Path("docs/examples/old-outreach.toml"),
        rejects=tmp_path / "rejects.csv",
        verbosity=0,
        stdout=said,
    )
    assert numbers_of(said.getvalue()) == (4, 2, 0, 2)

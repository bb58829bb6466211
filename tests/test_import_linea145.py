"""The register that Bereg shows its import on: complaints to Argentina's Línea 145, 2020.

The file holds answers of real people, so it is not part of the repository; BEREG_TEST_LINEA145 says where it is.
"""

import io
import os
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from tests.importing import numbers_of

FILE = os.environ.get("BEREG_TEST_LINEA145", "")
MAPPING = Path(__file__).parent.parent / "docs" / "examples" / "linea145.toml"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE, reason="set BEREG_TEST_LINEA145 to the path of linea145-2020.csv"),
]

# Months of 2020 as anybody counts them in the file.
MONTHS = dict(enumerate((165, 145, 189, 151, 136, 100, 102, 160, 128, 101, 97, 129), start=1))


def bring_in(folder: Path, **options: object) -> str:
    said = io.StringIO()
    rejects = folder / "rejects.csv"  # beside the real file there may be no room to write
    call_command("import", FILE, mapping=MAPPING, rejects=rejects, stdout=said, verbosity=0, **options)
    assert not rejects.exists()
    return said.getvalue()


def test_every_complaint_comes_in_once(tmp_path: Path) -> None:
    assert numbers_of(bring_in(tmp_path, dry_run=True)) == (1603, 1603, 0, 0)
    assert not Contact._base_manager.exists()
    assert numbers_of(bring_in(tmp_path)) == (1603, 1603, 0, 0)
    assert numbers_of(bring_in(tmp_path)) == (1603, 0, 1603, 0)
    assert Enquiry._base_manager.count() == Contact._base_manager.count() == 1603


def test_the_records_say_what_the_file_says(tmp_path: Path) -> None:
    bring_in(tmp_path)
    centre = Centre.objects.get(code="linea145")
    assert (centre.country, centre.time_zone) == ("AR", "America/Argentina/Buenos_Aires")
    contacts = Contact._base_manager.filter(centre=centre)
    assert contacts.filter(anonymous="yes").count() == 686
    assert contacts.filter(anonymous="no").count() == 917
    assert contacts.filter(direction="out").count() == 1
    assert not contacts.exclude(precision="day").exists()
    zone = ZoneInfo(centre.time_zone)
    opened = Enquiry._base_manager.values_list("opened_at", flat=True)
    assert Counter(moment.astimezone(zone).month for moment in opened) == MONTHS
    answers = list(Enquiry._base_manager.values_list("answers", flat=True))
    assert Counter(each.get("gender") for each in answers) == {"female": 722, "male": 455, "other": 13, None: 413}
    assert Counter(each.get("citizenship") for each in answers)["AR"] == 380
    assert Counter(each.get("region") for each in answers)["AR-B"] == 723
    # 410 cells are filled, 19 of them with 0.
    assert sum("age" in each for each in answers) == 391


def test_a_label_with_a_comma_is_one_topic(tmp_path: Path) -> None:
    bring_in(tmp_path)
    topics = Counter(code for each in Enquiry._base_manager.values_list("topics", flat=True) for code in each.split())
    assert topics["missing_person"] == 108
    assert topics["trafficking_sexual"] > topics["trafficking_labour"] > topics["trafficking_other"]


def test_what_fits_nothing_is_listed(tmp_path: Path) -> None:
    said = bring_in(tmp_path, dry_run=True)
    for line in ("subtema -> topics", "via_ingreso -> contact.channel", "como_conocio_la_linea -> answers.source"):
        assert line in said
    assert '"niños y adolescentes"' not in said  # half a label
    assert '"Pedido de ayuda"' in said
    assert "derivacion_institucion" in said  # a column left out on purpose
    assert "not declared" not in said

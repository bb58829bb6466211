"""What people put beside the published figures of the same months stands beside the exact ones too."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.commentary.tests.written import put_out
from bereg.counting.tests.conftest import Enquire
from bereg.publications.tests.released import publish
from bereg.recommendations.tests.test_register import made
from conftest import make_user

EXACT = "/figures/?first=2007-05&last=2008-04"


@pytest.fixture
def enquiries(enquire: Enquire) -> None:
    """One in the first month and one in the last."""
    for day in ("2007-05-10", "2008-04-10"):
        enquire(f"{day}T12:00:00+00:00", citizenship="RU", topics="registration")


def test_recommendations_and_the_way_to_the_sentences_stand_there(
    client: Client, centre: Centre, enquiries: None, supervisor: User
) -> None:
    year, second = publish(), make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    made(supervisor, year, texts={"ru": "Публиковать квоту.", "en": "Publish the quota."}, with_report=True)
    client.force_login(supervisor)
    before = client.get(EXACT).content.decode()
    sentences = reverse("commentary:release", args=[year.pk])
    assert f'<a href="{sentences}">' in before
    assert "Publish the quota." not in before
    put_out(year, supervisor, second)
    html = client.get(EXACT).content.decode()
    assert '<h2 id="t-recommended">What we recommend</h2>' in html
    assert "<p>Publish the quota.</p>" in html
    assert "To the migration service" in html
    of_centre = client.get(f"{EXACT}&centre={centre.code}").content.decode()
    of_others = client.get("/figures/?first=2007-05&last=2007-05").content.decode()
    assert "Publish the quota." not in of_centre + of_others
    assert sentences not in of_others


def test_who_reads_no_texts_is_led_nowhere(client: Client, centre: Centre, enquiries: None) -> None:
    year = publish()
    client.force_login(make_user(centre, Role.ANALYST, "Analyst 01"))
    page = client.get(EXACT)
    assert page.status_code == 200
    assert reverse("commentary:release", args=[year.pk]) not in page.content.decode()

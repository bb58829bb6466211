"""`bereg answers exchange` prints the directory for another network: what came in goes out, and no shelter does."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from bereg.directory.hsds import read_hsds
from bereg.public_site.tests.in_force import put_in_force
from bereg.reference.texts import Text

pytestmark = pytest.mark.django_db


def test_the_directory_goes_to_another_network_without_its_shelters() -> None:
    came = {"id": "b2a6f0e0-0000-4000-8000-000000000016", "name": "Legal advice", "their_own_field": "kept"}
    put_in_force("service", {"en": Text("Legal advice")}, {"sort": "ngo", "hsds": came}, is_public=False)
    put_in_force("service", {"en": Text("Beds")}, {"sort": "shelter"})
    written = StringIO()
    call_command("answers", "exchange", stdout=written)
    directory = json.loads(written.getvalue())
    assert [each["their_own_field"] for each in directory["services"]] == ["kept"]
    assert "Beds" not in written.getvalue()
    assert read_hsds(written.getvalue().encode()).services

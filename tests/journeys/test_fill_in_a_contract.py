"""A contract is filled in while somebody calls, and its PDF taken: by keyboard, and without a trace on the page."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.kinds import CentreScope
from bereg.centres.models import Centre
from bereg.guides.sample import sample
from conftest import make_user
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def test_a_contract_is_filled_in_and_taken(
    open_page: Open, centre: Centre, operator: User, supervisor: User, look: Look
) -> None:
    make_user(centre, Role.EDITOR, "Editor 01")
    make_user(centre, Role.LAWYER, "Lawyer 01")
    centre.scope = CentreScope.NATIONAL
    sample(centre)
    page = open_page(operator)

    page.goto(f"/answers/{demonstration_id('entry', 'held_passport_taken')}/")
    look(page, ".notice.danger")
    page.goto(f"/answers/{demonstration_id('entry', 'sample_contract_private')}/")
    look(page, ".prose")
    page.locator('a[href*="/samples/"]').click()
    look(page, "#id_blank-worker")

    page.fill("#id_blank-worker", "Работник 01 #x")
    page.fill("#id_blank-wage", "x")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=alert]")).to_be_focused()
    look(page, "[role=alert]")

    page.fill("#id_blank-wage", "18000")
    with page.expect_download() as taken:
        page.keyboard.press("Control+Enter")
    said = PdfReader(io.BytesIO(Path(taken.value.path()).read_bytes())).pages[0].extract_text()
    assert "Работник 01 #x" in said
    assert "made this contract" in " ".join(said.split())
    page.goto(page.url)
    expect(page.locator("#id_blank-worker")).to_have_value("")

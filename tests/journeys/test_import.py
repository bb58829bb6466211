"""A supervisor brings an old register in: uploads it, mends a column, sees a rejected row, finds an enquiry."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import FilePayload, Page, expect

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.importing.tasks import run_import
from bereg.questionnaire.publishing import publish_standard
from tests.journeys.conftest import NARROW, Look

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]

ROWS = [*(f"{number};{number:02}.02.2020;woman;yes" for number in range(1, 21)), "21;31.02.2020;man;no"]
REGISTER = "\n".join(["No;Day;Who;Agreed", *ROWS])


def work() -> None:
    """Do what waits, as the worker does."""
    result = DBTaskResult.objects.filter(task_path=run_import.module_path).latest("enqueued_at")
    run_import.func(**result.args_kwargs["kwargs"])


def test_from_the_file_to_an_enquiry(  # noqa: PLR0917 - fixtures
    page: Page,
    centre: Centre,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    look: Look,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    publish_standard()
    page.set_viewport_size(NARROW)
    signed_in(page, supervisor)
    page.goto("/import/")
    look(page, "h1")
    page.get_by_label("File of the old register").set_input_files(
        FilePayload(name="old.csv", mimeType="text/csv", buffer=REGISTER.encode())
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="The columns of 21 rows")).to_be_visible()
    look(page, "h1")
    page.get_by_role("link", name="Agreed").click()
    page.get_by_label("What this column becomes").select_option(label="Consent")
    page.get_by_role("button", name="Keep").click()
    page.get_by_label("yes (20)").select_option("yes")
    page.get_by_label("no (1)").select_option("no")
    look(page, "h1")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    work()
    expect(page.get_by_text("row 22: Day is no possible date")).to_be_visible()
    look(page, "h1")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    work()
    expect(page.get_by_text("Imported. The enquiries stand in the lists")).to_be_visible()
    with page.expect_download() as handed_out:
        page.get_by_role("button", name="Download the rejected rows").click()
    assert "31.02.2020" in Path(handed_out.value.path()).read_text(encoding="utf-8-sig")
    page.goto("/find/")
    page.locator("#main").get_by_role("textbox").first.fill("MSK-2020-00002")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="MSK-2020-00002")).to_be_visible()

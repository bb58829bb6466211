"""The server is killed in the middle of a call: nothing that the operator typed is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.served import Served, kill, sign_operator_in


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """An installation with one operator."""
    return Served(tmp_path / "var")


@pytest.fixture
def operator_page(browser: Browser, served: Served) -> Iterator[Page]:
    """A page of a browser; nobody has signed in yet."""
    context = browser.new_context(base_url=served.address, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_killed_server_costs_no_text(served: Served, operator_page: Page) -> None:
    page, state = operator_page, operator_page.locator("#draft-state")
    with served.running() as server:
        sign_operator_in(page)
        page.goto("/enquiries/new/")
        page.keyboard.press("Digit1")
        page.focus("#f-narrative")
        page.keyboard.type("Before.")
        expect(state).to_contain_text("draft kept")
        kill(server)
        page.keyboard.type(" After.")
        expect(state).to_contain_text("Not saved: no connection", timeout=PATIENCE_MS)
    with served.running():
        expect(state).to_contain_text("draft kept", timeout=PATIENCE_MS)
        page.reload()
        expect(page.locator("#f-narrative")).to_have_value("Before. After.")
        expect(page.locator("input[name=consent][value=yes]")).to_be_checked()

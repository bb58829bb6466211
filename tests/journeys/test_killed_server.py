"""The server is killed in the middle of a call: nothing that the operator typed is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bereg.console.tests import serving
from tests.demonstration import tables_on_sqlite
from tests.factors import PASSWORD, SEED, app_code

ROOT = Path(__file__).parents[2]
BEREG = [sys.executable, "-m", "bereg"]
PATIENCE_MS = 60_000
# One centre with one operator, in the data folder of the server itself.
PEOPLE = f"""
from conftest import make_user
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.questionnaire.publishing import publish_standard
from bereg.vault.unlocking import unlocked
unlocked()
publish_standard()
names = {{"en": "Moscow", "ru": "Москва"}}
centre = Centre.objects.create(code="moscow", prefix="MSK", names=names, country="RU", time_zone="Europe/Moscow")
user = make_user(centre, Role.OPERATOR, "Operator 04")
user.set_password({PASSWORD!r})
user.save()
"""


class Served:
    """The program served from a data folder of its own, on one port."""

    def __init__(self, folder: Path) -> None:
        self.environment = serving.environment(folder, {})
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        tables_on_sqlite(folder)
        command = [*BEREG, "shell", "--verbosity", "0", "--command", PEOPLE]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[str]"]:
        """Serve until the end; wait until it says that it does."""
        server = subprocess.Popen(
            [*BEREG, "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a group of its own, which can be killed as a whole
        )
        try:
            assert server.stdout
            assert "Serving" in server.stdout.readline()
            yield server
        finally:
            kill(server)


def kill(server: "subprocess.Popen[str]") -> None:
    """Kill a server and its processes at once, as a machine that loses its power does."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """An installation with one operator."""
    return Served(tmp_path / "var")


@pytest.fixture
def operator_page(browser: Browser, served: Served) -> Iterator[Page]:
    """A page of a browser; nobody has signed in yet."""
    context = browser.new_context(base_url=f"http://localhost:{served.port}", locale="en-GB")
    yield context.new_page()
    context.close()


def show_app(page: Page) -> None:
    """Type what the app shows; once more where its half minute was over when the server, another process, read it."""
    for _ in range(2):
        if page.locator("#id_code").count():
            page.fill("#id_code", app_code(SEED, time.time()))
            with page.expect_navigation():
                page.click("#sign-in")


def test_a_killed_server_costs_no_text(served: Served, operator_page: Page) -> None:
    page, state = operator_page, operator_page.locator("#draft-state")
    with served.running() as server:
        page.goto("/account/login/")
        page.fill("#id_login", "operator-04")
        page.fill("#id_password", PASSWORD)
        page.click("#sign-in")
        page.wait_for_selector("#id_code")
        show_app(page)
        page.wait_for_url("**/today/")
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

"""The real program over a data folder of its own, for what the server of the other journeys does not do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from bereg.console.tests import serving
from tests.demonstration import tables_on_sqlite
from tests.factors import PASSWORD, SEED, app_code

ROOT = Path(__file__).parents[2]
BEREG = [sys.executable, "-m", "bereg"]
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
    """The program served on one port. more: what its data folder holds besides the operator, in lines of Python."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.environment = serving.environment(folder, {})
        self.port = serving.free_port()
        tables_on_sqlite(folder)
        command = [*BEREG, "shell", "--verbosity", "0", "--command", PEOPLE + more]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    @property
    def address(self) -> str:
        """Where it is, by name, as passkeys need one."""
        return f"http://localhost:{self.port}"

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


def sign_operator_in(page: Page) -> None:
    """Sign the operator in by the form, with what the app shows."""
    page.goto("/account/login/")
    page.fill("#id_login", "operator-04")
    page.fill("#id_password", PASSWORD)
    page.click("#sign-in")
    page.wait_for_selector("#id_code")
    _show_app(page)
    page.wait_for_url("**/today/")


def _show_app(page: Page) -> None:
    """Type what the app shows; once more where its half minute was over when the server, another process, read it."""
    for _ in range(2):
        if page.locator("#id_code").count():
            page.fill("#id_code", app_code(SEED, time.time()))
            with page.expect_navigation():
                page.click("#sign-in")

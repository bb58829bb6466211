"""Make the pictures in docs/pictures anew: `make screenshots`.

A demonstration in a temporary folder is built and served, and a browser walks through it.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bereg.accounts.demonstration import DEMONSTRATION_PASSWORD
from tests.journeys.browser import FLAGS, chromium

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PATIENCE_S = 60
# Picture, account (None: the public), address, width and height.
DESK, PHONE = (1280, 800), (390, 844)
SHOTS = (
    ("today", "operator.moscow", "/today/", DESK),
    ("find", "operator.moscow", "/find/", DESK),
    ("report", "supervisor.moscow", "/figures/?first=2007-05&last=2008-05", DESK),
    ("home", None, "/en/", PHONE),
    ("figures", None, "/en/figures/", DESK),
)


def main() -> None:
    """Build, serve, and take every picture."""
    path = chromium()
    if not path:
        sys.exit("no Chromium here: install it or set CHROMIUM to its path")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, account, address, (width, height) in SHOTS:
            context = browser.new_context(
                base_url=site, locale="en-GB", viewport={"width": width, "height": height}, color_scheme="light"
            )
            page = context.new_page()
            if account:
                sign_in(page, account)
            page.goto(address)
            take(page, name)
            context.close()
        form(browser.new_page(base_url=site, locale="en-GB", viewport={"width": DESK[0], "height": DESK[1]}))
        browser.close()


def sign_in(page: Page, account: str) -> None:
    """Sign one of the demonstration's people in."""
    page.goto("/account/login/")
    page.fill("#id_login", account)
    page.fill("#id_password", DEMONSTRATION_PASSWORD)
    page.click("#sign-in")
    page.wait_for_url("**/today/")


def form(page: Page) -> None:
    """Take the enquiry form in the middle of a call, typed by keyboard."""
    sign_in(page, "operator.moscow")
    page.goto("/enquiries/new/")
    for key in ("1", "1", "2", "2", "u", "z", "Enter", "4"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    take(page, "form")


def take(page: Page, name: str) -> None:
    """Save one picture."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")  # noqa: T201 - a tool of the command line


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a demonstration on a free port, in English."""
    environment = {**os.environ, "BEREG_DATA": str(folder), "BEREG_DATABASE": "", "BEREG_LANGUAGE": "en"}
    command = [sys.executable, "-m", "bereg"]
    subprocess.run([*command, "demo"], env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment)
    try:
        site = f"http://localhost:{port}"
        wait_for(site)
        yield site
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def wait_for(site: str) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(f"{site}/en/").close()  # noqa: S310 - our own server
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()

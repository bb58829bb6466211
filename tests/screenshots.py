"""Make the pictures of the documentation anew, in English and in Russian: `make screenshots`.

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

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bereg.accounts.demonstration import DEMONSTRATION_PASSWORD
from tests.journeys.browser import FLAGS, chromium

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = {"en": DOCS / "pictures", "ru": DOCS / "ru" / "pictures"}
LOCALES = {"en": "en-GB", "ru": "ru-RU"}  # by which the browser writes days and hours
PATIENCE_S = 60
# Picture, account (None: the public, in a language by its address), address.
SHOTS = (
    ("today", "operator.moscow", "/today/"),
    ("board", "supervisor.moscow", "/board/"),
    ("steps", "operator.moscow", "/dangers/steps/"),
    ("report", "supervisor.moscow", "/figures/?first=2007-05&last=2008-05"),
    ("figures", None, "/{language}/figures/"),
)


def main() -> None:
    """Build, serve, and take every picture in each language."""
    path = chromium()
    if not path:
        sys.exit("no Chromium here: install it or set CHROMIUM to its path")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for language, pictures in PICTURES.items():
            pictures.mkdir(exist_ok=True)
            for name, account, address in SHOTS:
                page = opened(browser, site, language)
                if account:
                    sign_in(page, account)
                    speak(page, language)
                page.goto(address.format(language=language))
                take(page, language, name)
            form(opened(browser, site, language), language)
        browser.close()


def opened(browser: Browser, site: str, language: str) -> Page:
    """Open a page in a browser profile of its own."""
    desk: ViewportSize = {"width": 1280, "height": 800}
    context = browser.new_context(base_url=site, locale=LOCALES[language], viewport=desk, color_scheme="light")
    return context.new_page()


def sign_in(page: Page, account: str) -> None:
    """Sign one of the demonstration's people in."""
    page.goto("/account/login/")
    page.fill("#id_login", account)
    page.fill("#id_password", DEMONSTRATION_PASSWORD)
    page.click("#sign-in")
    page.wait_for_url(lambda address: "/account/login" not in address)


def speak(page: Page, language: str) -> None:
    """Choose the language of whoever is signed in."""
    page.goto("/help/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post("/account/language/", form={"csrfmiddlewaretoken": token, "language": language, "next": "/"})
    page.goto("/help/")
    if page.locator("html").get_attribute("lang") != language:
        raise RuntimeError(f"the pages do not speak {language}")


def form(page: Page, language: str) -> None:
    """Take the enquiry form in the middle of a call, typed by keyboard."""
    sign_in(page, "operator.moscow")
    speak(page, language)
    page.goto("/enquiries/new/")
    for key in ("1", "2", "1", "1", "2", "2", "u", "z", "Enter", "4"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    take(page, language, "form")


def take(page: Page, language: str, name: str) -> None:
    """Save one picture, and close its page."""
    page.wait_for_load_state("networkidle")
    path = PICTURES[language] / f"{name}.png"
    page.screenshot(path=path)
    page.context.close()
    print(path)  # noqa: T201 - a tool of the command line


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

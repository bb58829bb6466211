"""Every kind of answer is strict with the browser, and an error in any view repeats nothing of what was sent.

Every page, by every kind of user and method: `test_access_matrix.py`.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.handlers.base import BaseHandler
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

import bereg.settings
from bereg.accounts.roles import Role
from tests.addresses import PAGES
from tests.hostile import fields_of
from tests.sent import sent_to
from tests.strict import assert_strict
from tests.world import Site

pytestmark = pytest.mark.once("headers, cookies and what an error says do not depend on the database")

CALLER, CANARY = "203.0.113.77", "bittern-in-the-reeds"


def test_errors_redirects_and_files_too(world: tuple[Site, Site], browsers: dict[Role | None, Client]) -> None:
    here, _ = world
    browser = browsers[Role.SUPERVISOR]
    answers = {
        "missing": browser.get("/nowhere/"),
        "without a slash": browser.get("/today"),
        "bad query": browser.get("/today/?q=%FF"),
        "too large": browser.post("/today/", b"a" * 1_000_001, content_type="text/plain"),
        "other host": browser.get("/en/", headers={"Host": "evil.example"}),
        "static": browser.get("/static/core/base.css"),
        "missing static": browser.get("/static/core/none.css"),
        "file": browser.get(here.address("questionnaire:source")),
        "no token": Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"}),
    }
    for what, answer in answers.items():
        assert_strict(answer, what)
    expected = [404, 301, 400, 413, 400, 200, 404, 200, 403]
    assert [answer.status_code for answer in answers.values()] == expected


def formatted(caplog: pytest.LogCaptureFixture) -> str:
    console = bereg.settings.LOGGING["handlers"]["console"]  # type: ignore[index]
    formatter = import_string(bereg.settings.LOGGING["formatters"][console["formatter"]]["()"])()  # type: ignore[index]
    return "\n".join(formatter.format(record) for record in caplog.records)


def failing(_handler: BaseHandler, _view: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for every view: an error that quotes everything that was sent."""

    def fail(request: Any, *args: object, **kwargs: object) -> None:
        quoted = f"{request.POST} {request.GET} {request.META.get('REMOTE_ADDR')}"
        raise ValueError(quoted)

    return fail


def test_an_error_in_any_view_repeats_nothing(
    world: tuple[Site, Site],
    browsers: dict[Role | None, Client],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    here, _ = world
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(BaseHandler, "make_view_atomic", failing)
    broken = set()
    for name, page in PAGES.items():
        browser = browsers[
            None if page.roles is None else Role.SUPERVISOR if Role.SUPERVISOR in page.roles else Role.ADMIN
        ]
        browser.raise_request_exception = False
        fields = dict.fromkeys({*fields_of(name, here), *sent_to(name, here)}, CANARY)
        for answer in (
            browser.post(here.address(name), fields, REMOTE_ADDR=CALLER),
            browser.get(here.address(name), {"q": CANARY}, REMOTE_ADDR=CALLER),
        ):
            assert answer.status_code == 500, name
            assert_strict(answer, name)
            assert "no-store" in answer.headers["Cache-Control"], name
            assert CANARY not in answer.content.decode() + answer.headers.get("Location", ""), name
            broken.add(name)
    log = formatted(caplog)
    assert broken == set(PAGES)
    assert log.count("ValueError") >= len(PAGES)
    assert [word for word in (CANARY, CALLER, *here.canaries.values()) if word in log] == []
    assert mail.outbox == []  # nobody is mailed a traceback


@pytest.mark.parametrize(
    "more", [{"BEREG_TRUSTED_PROXY": "yes"}, {"BEREG_TLS_CERT": "a.pem", "BEREG_TLS_KEY": "b.pem"}]
)
def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path: Path, more: dict[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
    environment = {**kept, "BEREG_DATA": str(tmp_path), "BEREG_HOSTS": "bereg.example.org", **more}
    words = [sys.executable, "-m", "bereg", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    code = "from bereg import settings as s; print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME, s.SECURE_SSL_REDIRECT)"
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["31536000", "__Host-bereg", "True"]

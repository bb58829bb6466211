"""What somebody told us stands in its own record alone: no message, session, task, log line or fact repeats it."""

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

import bereg.settings
from bereg.accounts import sign_in_limits
from bereg.accounts.models import Session
from bereg.accounts.roles import Role
from bereg.accounts.session_keys import read
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.console import tasks
from bereg.core.tasks.worker import Worker
from bereg.counting import closing as statistics
from bereg.enquiries.models import Draft, Enquiry
from conftest import PASSWORD, make_user
from tests.factors import sign_in
from tests.world import Site, form, make_world

CALLER = "203.0.113.77"


@pytest.fixture
def here(world: tuple[Site, Site]) -> Site:
    return world[0]


@pytest.fixture
def committed(centre: Centre, other_centre: Centre, settings: Any, tmp_path: Path) -> Site:
    """For a test that commits: what stands for all of them is never committed."""
    settings.DATA = tmp_path
    cache.clear()
    return make_world(centre, other_centre)[0]


def formatted(caplog: pytest.LogCaptureFixture) -> str:
    """Return the log as the program's own handler writes it."""
    console = bereg.settings.LOGGING["handlers"]["console"]  # type: ignore[index]
    formatter = import_string(bereg.settings.LOGGING["formatters"][console["formatter"]]["()"])()  # type: ignore[index]
    return "\n".join(formatter.format(record) for record in caplog.records)


def rows_but_the_records() -> str:
    """Return every row of every table but those that are there to hold what was told, the sessions in plain."""
    found = []
    for model in apps.get_models():
        if model in {Enquiry, Draft}:
            continue
        found += [repr(row) for row in model._base_manager.values_list()]
    return "\n".join([*found, *(repr(read(session)) for session in Session.objects.all())])


def a_working_day(browser: Client, here: Site) -> None:
    """Do most of what a desk does, well and badly, with the words of this centre."""
    enquiry, told = here.ids["enquiry"], form(here.canaries)
    code_word = here.canaries["codeword"]
    browser.post(reverse("desk:open_enquiry"), {"typed": code_word})
    browser.post(reverse("desk:open_enquiry"), {"typed": code_word + "-wrong"})
    browser.post(reverse("desk:called_before"), {"joins": code_word})
    browser.post(reverse("desk:relevance"), told)
    browser.post(reverse("desk:form", args=[uuid4()]), {**told, "started_on": "2026-02-30"})
    browser.post(reverse("desk:form", args=[uuid4()]), {**told, "act": "join", "joins": code_word})
    browser.post(reverse("desk:form", args=[uuid4()]), {**told, "consent": "no", "without": "yes"})
    browser.post(reverse("desk:draft", args=[here.ids["draft"]]), told)
    browser.post(reverse("desk:draft", args=[enquiry]), told)
    browser.post(reverse("desk:correction_draft", args=[enquiry]), {**told, "version": "77"})
    assert browser.post(reverse("desk:correct", args=[enquiry]), {**told, "version": "77"}).status_code == 409
    browser.post(reverse("desk:correct", args=[enquiry]), told)
    for name in ("close", "close", "reopen", "further_contact", "enquiry", "saved", "withdraw", "withdraw"):
        browser.get(reverse(f"desk:{name}", args=[enquiry]))
        browser.post(reverse(f"desk:{name}", args=[enquiry]), told)
    browser.post(reverse("desk:form", args=[uuid4()]), "narrative=" + here.canaries["narrative"] * 90_000, "text/x")
    browser.get(reverse("desk:find"), {"first": here.canaries["narrative"]})
    browser.get(reverse("desk:today"))


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_told_stands_anywhere_else(committed: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Client(REMOTE_ADDR=CALLER, headers={"User-Agent": "Someone's browser"})
    assert sign_in(browser, committed.operator, "wrong words entirely").status_code == 200
    assert sign_in(browser, committed.operator).status_code == 302
    a_working_day(browser, committed)
    tasks.erase_what_is_over.enqueue(night="2026-11-25")
    assert Worker().step()
    held, log = rows_but_the_records(), formatted(caplog)
    for word in (*committed.canaries.values(), CALLER, "Someone's browser", "wrong words", PASSWORD):
        assert word not in held, word
        assert word not in log, word


@pytest.mark.parametrize("name", ["form", "correct", "withdraw", "close", "further_contact"])
def test_an_error_that_quotes_a_row_says_nothing_in_the_log(
    here: Site, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        try:
            raise ValueError(f"DETAIL:  Failing row contains ({here.canaries['narrative']})")
        except ValueError as problem:
            raise IntegrityError(f"DETAIL: \n    {here.canaries['callback']}") from problem

    for name_of_action in [each for each in vars(audit) if each.startswith("record")]:
        monkeypatch.setattr(audit, name_of_action, fail)
    browser = Client(raise_request_exception=False)
    browser.force_login(here.operator)
    answer = browser.post(here.address(f"desk:{name}", {"enquiry": uuid4()} if name == "form" else {}), form())
    assert answer.status_code == 500
    log = formatted(caplog)
    assert "IntegrityError" in log
    assert "ValueError" in log
    assert "raise IntegrityError(" in log  # where it happened is still there
    assert [word for word in here.canaries.values() if word in log or word in answer.content.decode()] == []


@pytest.mark.django_db(transaction=True)
def test_a_failed_task_keeps_no_message(
    committed: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> int:
        raise IntegrityError(f"DETAIL:  Failing row contains ({committed.canaries['draft']})")

    monkeypatch.setattr("bereg.retention.rules.erase_due", fail)
    tasks.erase_what_is_over.enqueue(night="2026-11-25")
    assert Worker().step()
    result = DBTaskResult.objects.get()
    assert result.status == "FAILED"
    assert "IntegrityError" in result.traceback
    assert committed.canaries["draft"] not in repr(DBTaskResult.objects.values_list()) + formatted(caplog)


def test_the_secret_of_a_link_is_not_in_the_log(here: Site, caplog: pytest.LogCaptureFixture) -> None:
    admin = make_user(here.centre, Role.ADMIN, "Administrator 01")
    manager = Client()
    manager.force_login(admin)
    page = manager.post(reverse("centres:people"), {"role": "intern", "centre": here.centre.pk}).content.decode()
    secret = page.partition("/join/")[2].partition("/")[0]
    assert len(secret) >= 43  # 256 random bits
    address = reverse("centres:join", args=[secret])
    assert Client(enforce_csrf_checks=True).post(address, {}).status_code == 403
    assert Client().post(address, "a" * 1_000_001, content_type="text/plain").status_code == 413
    assert Client().get(f"{address}?q=%FF").status_code == 400
    assert "/join/" in formatted(caplog)
    assert secret not in formatted(caplog)
    assert Client().get(address).headers["Referrer-Policy"] == "same-origin"


def test_the_facts_hold_numbers_alone(here: Site, tmp_path: Path) -> None:
    statistics.refresh_facts()
    files = sorted((tmp_path / "facts").rglob("*.parquet"))
    assert {file.parent.name for file in files} == {
        "agency_signs",
        "told",
        "enquiries",
        "contacts",
        "consultations",
        "dangers",
        "persons",
        "tasks",
        "transfers",
        "threads",
        "dispatches",
        "outcomes",
        "violations",
        "searches",
        "outreach",
        "outreach_enquiries",
        "cubes",
    }
    ids = [str(each) for name, each in here.ids.items() if name != "key"]
    for file in files:
        table = pq.read_table(file)
        allowed = (pa.uint8(), pa.uint16(), pa.int64()) if file.parent.name != "cubes" else ()
        for column in table.schema:
            assert not allowed or column.type in allowed, (file.name, column)
            assert not pa.types.is_temporal(column.type), (file.name, column)
            assert not pa.types.is_binary(column.type), (file.name, column)
        if allowed:
            values = list(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))
            assert values == sorted(values)  # the order of arrival is gone
            for name in set(table.column_names) - {"topics"}:
                # A joint is a number of 16 bits, made of the numbers beside it.
                assert max(table[name].to_pylist(), default=0) < (2**16 if ":" in name else 2000), name
        text = repr(table.to_pylist()) + repr(table.schema.metadata) + file.read_bytes().decode("latin-1")
        assert [word for word in (*here.canaries.values(), *ids) if word in text] == []
        assert len(file.name.split(".")[0]) == len("2026-11")


IN_A_FOLDER_OF_ITS_OWN = """
import datetime as dt
from bereg.centres.actions import create_centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.registering_many import register_many
from bereg.counting.closing import refresh_facts
centre = create_centre(code="tver", prefix="TVE", names={"en": "Tver"}, country="RU", time_zone="UTC", by=None)
call = ContactFields(centre=centre, channel=Channel.PHONE, started_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
register_many(registrations=[], contacts=[call], by=None)
refresh_facts()
"""


def test_what_the_program_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "a" / "data"
    environment = {**os.environ, "BEREG_DATA": str(data), "DJANGO_SETTINGS_MODULE": "bereg.settings"}
    environment.pop("BEREG_DATABASE", None)
    start = "import os, sys; os.umask(0o022); sys.argv[0] = 'bereg'; from bereg.__main__ import main; main()"
    for arguments in (["migrate", "-v0"], ["shell", "-v0", "-c", IN_A_FOLDER_OF_ITS_OWN]):
        subprocess.run([sys.executable, "-c", start, *arguments], env=environment, check=True)
    written = [data, *data.rglob("*")]
    assert {"db.sqlite3", "django.key", "2026-01.parquet"} <= {path.name for path in written}
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_errors_are_not_explained_to_visitors_and_transport_is_strict() -> None:
    settings = bereg.settings
    assert settings.DEBUG is False or "BEREG_DEBUG" in os.environ
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert not [source for sources in directives.values() for source in sources if "unsafe" in source or ":" in source]
    assert (31_536_000 if settings.SECURE else 0) == settings.SECURE_HSTS_SECONDS


@pytest.mark.parametrize(
    "target",
    ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "http:evil.example"],
)
def test_nobody_is_led_to_another_site(here: Site, target: str) -> None:
    for name in ("account_login", "account_reauthenticate", "account_logout"):
        browser = Client()
        if name != "account_login":
            browser.force_login(here.operator)
        typed = {"login": here.operator.username, "password": PASSWORD, "next": target}
        answers = [browser.get(reverse(name), {"next": target}), browser.post(reverse(name), typed)]
        assert not [answer for answer in answers if "evil" in answer.headers.get("Location", "").partition("?")[0]]
        assert "javascript" not in answers[1].headers.get("Location", "")


def test_public_pages_set_no_cookie(here: Site) -> None:
    for address in ("/", "/ru/", "/en/", "/nowhere/"):
        answer = Client().get(address)
        assert not answer.cookies, address
        assert "Cookie" not in answer.headers.get("Vary", ""), address


def assert_only_passkeys(headers: Mapping[str, str]) -> None:
    policy = set(headers["Permissions-Policy"].split(", "))
    allowed = {each for each in policy if not each.endswith("=()")}
    assert allowed == {"publickey-credentials-get=(self)", "publickey-credentials-create=(self)"}
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= policy


STRICT = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/en/", "/account/login/", "/nowhere/", "/today/", "/join/nothing/"])
def test_every_answer_is_strict_with_the_browser(here: Site, address: str) -> None:
    headers = Client().get(address).headers
    assert {name: headers.get(name) for name in STRICT} == STRICT
    assert_only_passkeys(headers)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers  # this connection is not encrypted


@pytest.mark.parametrize("browser", ["nobody", "operator"])
def test_static_files_and_error_pages_are_as_strict(here: Site, browser: str) -> None:
    client = Client(raise_request_exception=False)
    if browser == "operator":
        client.force_login(here.operator)
    for address, status in (("/static/core/base.css", 200), ("/nowhere/", 404), ("/today/", None)):
        answer = client.get(address)
        assert answer.status_code == (status or answer.status_code)
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert_only_passkeys(answer.headers)
    refused = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert refused.status_code == 403
    assert_only_passkeys(refused.headers)


def test_cookies_are_closed_to_scripts_and_to_other_sites(here: Site) -> None:
    browser = Client()
    browser.get(reverse("account_login"))
    browser.post(reverse("account_login"), {"login": here.operator.username, "password": PASSWORD})
    cookies = {name: cookie for name, cookie in browser.cookies.items() if cookie.value}
    assert {bereg.settings.SESSION_COOKIE_NAME, bereg.settings.CSRF_COOKIE_NAME} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert bool(cookie["secure"]) == bereg.settings.SECURE, name


def test_a_forged_forwarded_address_buys_no_further_tries(here: Site) -> None:
    with time_machine.travel(timezone.now(), tick=False):  # those of one minute count, however long they take here
        for number in range(sign_in_limits.ADDRESS.free):
            wrong = {"login": f"nobody-{number}", "password": "wrong"}
            Client().post(reverse("account_login"), wrong, headers={"X-Forwarded-For": f"203.0.113.{number}"})
        right = {"login": here.operator.username, "password": PASSWORD}
        answer = Client().post(reverse("account_login"), right, headers={"X-Forwarded-For": "203.0.113.99"})
    assert answer.status_code == 429

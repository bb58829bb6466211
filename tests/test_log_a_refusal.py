"""A refusal is one line in the log, without the path through the program by which it came about."""

import io
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.core.logs import QuietFormatter


def logged(ask: Client, address: str) -> str:
    """Return what the log of the server says of one request."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(QuietFormatter())
    logging.getLogger("django.request").addHandler(handler)
    try:
        ask.get(address)
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    return written.getvalue()


def test_a_page_that_a_role_may_not_open(desk: Client, operator: User) -> None:
    assert logged(desk, reverse("centres:centres")) == "Forbidden (Permission denied): /centres/\n"


def test_a_page_that_does_not_exist(desk: Client) -> None:
    assert logged(desk, "/no-such-page/") == "Not Found: /no-such-page/\n"


def test_an_error_of_ours_keeps_its_place(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bereg.accounts.views.render", broken)
    desk.raise_request_exception = False
    text = logged(desk, reverse("own_account"))
    assert "builtins.ZeroDivisionError" in text
    assert 'views.py", line' in text


@pytest.mark.once("no database")
def test_what_is_no_answer_keeps_its_place_too() -> None:
    try:
        raise PermissionDenied
    except PermissionDenied as problem:
        raised = (PermissionDenied, problem, problem.__traceback__)
        record = logging.LogRecord("bereg", logging.ERROR, "", 0, "Failed", None, raised)
    assert "PermissionDenied" in QuietFormatter().format(record)

"""An address whose view does not say who may use it: the check at the start fails, and it answers 403."""

import sys
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, include, path

from bereg.accounts.checks import UNCLASSIFIED


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a canary")


@pytest.fixture
def with_forgotten(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of the program, and one whose author forgot to say who may use it."""
    addresses = ModuleType("addresses_with_forgotten")
    addresses.urlpatterns = [path("forgotten/", forgotten), path("", include("bereg.urls"))]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, addresses.__name__, addresses)
    settings.ROOT_URLCONF = addresses.__name__
    clear_url_caches()


@pytest.mark.usefixtures("with_forgotten")
def test_the_check_at_the_start_names_it() -> None:
    with pytest.raises(SystemCheckError, match=rf"{UNCLASSIFIED}.*/forgotten/") as failed:
        call_command("check", tags=["urls"])
    assert str(failed.value).count(UNCLASSIFIED) == 1


@pytest.mark.usefixtures("with_forgotten")
def test_no_server_starts_with_it() -> None:
    with pytest.raises(SystemCheckError, match=UNCLASSIFIED):
        call_command("serve", skip_checks=False)  # as from the command line


@pytest.mark.usefixtures("with_forgotten")
def test_it_answers_403_to_everybody(desk: Client) -> None:
    for browser in (desk, Client()):
        answer = browser.get("/forgotten/")
        assert (answer.status_code, b"canary" in answer.content) == (403, False)

"""What the tests of this room share: a referral that has left, and a browser that nobody signed in with."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import Drafted, by_two, drafted, enquiry, lawyer, office, send, shelter
from bereg.enquiries.models import Enquiry
from bereg.partner_links.models import PartnerLink
from bereg.vault.tests.conftest import cheap_secrets
from conftest import make_user

__all__ = ["by_two", "cheap_secrets", "drafted", "enquiry", "lawyer", "office", "shelter"]
Sent = Callable[..., Dispatch]


@dataclass(frozen=True)
class Told:
    """What a partner was told: where to go, and the code."""

    address: str
    code: str

    @property
    def link(self) -> PartnerLink:
        """The link, as it stands."""
        return PartnerLink._base_manager.select_related("dispatch").get(pk=self.address.split("/")[-2])


@pytest.fixture
def sent(drafted: Drafted, by_two: Callable[[Dispatch, User], Dispatch], enquiry: Enquiry) -> Sent:
    """Return what lets a referral leave, signed by another supervisor."""
    second = make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 02")

    def leave(**changes: Any) -> Dispatch:
        return send(by_two(drafted(**changes), second), second)

    return leave


@pytest.fixture
def partner(db: None, cheap_secrets: None, serve: None) -> Client:
    """The browser of a partner: it keeps no cookie, and forged requests are looked for."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def told(sent: Sent, desk: Client, cheap_secrets: None) -> Callable[..., Told]:
    """Return what makes a link on the page of a dispatch, of a new one where none is given."""

    def make(made: Dispatch | None = None, **typed: Any) -> Told:
        made = made or sent()
        form = {"id": str(uuid4()), "days": "7", **typed}
        return shown_in(desk.post(reverse("partner_links:make", args=[made.pk]), form))

    return make


def shown_in(page: Any, what: str = "link") -> Told:
    """Read what a page shows once."""
    assert page.status_code == 200, page.status_code
    body = page.content.decode()
    found = [re.search(rf'id="{what}-{part}">([^<]+)<', body) for part in ("address", "code")]
    address, code = (each[1] for each in found if each)
    return Told("/" + address.split("/", 3)[3], code)


def form_in(page: Any) -> tuple[str, dict[str, str]]:
    """Return where the form of an opened page goes, and what stands hidden in it."""
    body = page.content.decode()
    action, code = re.search(r'action="([^"]+)"', body), re.search(r'name="code" value="([^"]+)"', body)
    assert action
    assert code
    return action[1], {"code": unescape(code[1])}


def opened(browser: Client, told: Told) -> Any:
    """Type the code."""
    return browser.post(told.address, {"code": told.code})

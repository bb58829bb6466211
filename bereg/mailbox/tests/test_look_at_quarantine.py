"""Who answers letters sees which are in quarantine, and takes one away unopened."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.mailbox import views
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import QuarantinedLetter
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.mailbox.storing import CameByMail, keep_apart
from conftest import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]
RAW = b"From: eve@example.org\r\n\r\n<script>alert(1)</script>"


@pytest.fixture
def kept(mailbox_line: Any) -> QuarantinedLetter:
    """A letter in quarantine at the Moscow centre."""
    keep_apart(CameByMail(Postbox.LETTERS, 1, 1, RAW), QuarantineReason.MANY_PARTS)
    found: QuarantinedLetter = QuarantinedLetter._base_manager.get()
    return found


def test_it_is_listed_with_its_reason_and_handed_out_as_it_came(desk: Client, kept: QuarantinedLetter) -> None:
    page = desk.get(reverse("mailbox:quarantine"))
    assert "Too many parts" in page.content.decode()
    answer: Any = desk.get(reverse("mailbox:raw", args=[kept.pk]))
    assert answer.content == RAW
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_one_that_cannot_be_opened_is_said_to_be_so(desk: Client, kept: QuarantinedLetter) -> None:
    Path(kept.raw.path).unlink()
    answer = desk.get(reverse("mailbox:raw", args=[kept.pk]))
    assert answer["Location"] == reverse("mailbox:quarantine")
    assert "This file cannot be opened." in desk.get(answer["Location"]).content.decode()


def test_another_centre_and_other_roles_do_not_have_it(
    client: Client, kept: QuarantinedLetter, other_operator: User, centre: Centre
) -> None:
    for person in (other_operator, make_user(centre, Role.LAWYER, "Lawyer 09")):
        client.force_login(person)
        assert client.get(reverse("mailbox:raw", args=[kept.pk])).status_code == 404
        assert "Too many parts" not in client.get(reverse("mailbox:quarantine")).content.decode()


def test_the_older_ones_are_on_the_next_page(
    desk: Client, kept: QuarantinedLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_SHOWN", 1)
    keep_apart(CameByMail(Postbox.LETTERS, 1, 2, RAW + b"2"), QuarantineReason.MANY_PARTS)
    pages = [desk.get(reverse("mailbox:quarantine"), {"page": page}) for page in ("1", "2")]
    assert "The newest 1 are shown." in pages[0].content.decode()
    assert list(pages[1].context["letters"]) == [kept]

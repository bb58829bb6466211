"""The contacts that brought no enquiry are looked through page by page, the newest first."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields, record_contact
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.desk.views import contacts


def test_the_older_ones_are_on_the_next_page(
    desk: Client, centre: Centre, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "MOST_SHOWN", 2)
    made = [
        record_contact(
            contact=ContactFields(
                centre=centre,
                channel=Channel.PHONE,
                started_at=timezone.now() - dt.timedelta(days=ago),
                disposition=Disposition.SILENT,
            ),
            by=operator,
        )
        for ago in (1, 2, 3)
    ]
    newest, older = (desk.get(reverse("desk:contacts"), {"page": page}) for page in ("1", "2"))
    assert [[each["contact"] for each in page.context["rows"]] for page in (newest, older)] == [made[:2], made[2:]]
    assert "The newest 2 are shown." in newest.content.decode()
    assert 'href="?page=2"' in newest.content.decode()
    assert "Shown: 3 to 3." in older.content.decode()

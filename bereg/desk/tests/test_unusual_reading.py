"""Readings in the browser that are unusually many, and what the supervisor is shown of them."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres import unusual_reading


def test_a_real_reading_counts_and_the_notice_says_so(
    desk: Client, operator: User, supervisor: User, settings: Any
) -> None:
    settings.ALARM_RECORDS = 2
    for _ in range(2):
        pk = uuid4()
        sent = {"consent": "yes", "channel": "phone", "narrative": "An invented matter."}
        assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
        assert desk.get(reverse("desk:enquiry", args=[pk])).status_code == 200
    assert unusual_reading.look() == 1
    theirs = Client()
    theirs.force_login(supervisor)
    page = theirs.get(reverse("desk:today")).content.decode()
    assert "Operator 04 read the texts of 2 records within an hour" in page
    assert f"{reverse('desk:audit')}?person={operator.pk}" in page
    assert theirs.get(reverse("desk:audit"), {"person": str(operator.pk)}).status_code == 200

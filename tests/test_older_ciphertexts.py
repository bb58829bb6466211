"""Bytes that stood anywhere before, put anywhere by who can write to the database, in a line that goes on working."""

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.core.tests.torture import say, share
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.vault import comparing_all
from bereg.vault.faults import VaultFault
from bereg.vault.fields import sealed_fields
from bereg.vault.reading import open_texts

ENQUIRIES = 4
FIELDS = [each.name for each in sealed_fields(Enquiry)]


class Stood(NamedTuple):
    """Sealed bytes that stood in a field of a record at some time."""

    record: Any
    field: str
    sealed: bytes


class Line:
    """A line at work, and all sealed bytes that ever stood in its enquiries."""

    def __init__(self, centre: Centre, by: User) -> None:
        self._drawn = random.Random(2026)  # noqa: S311 - the same acts each time
        self._by, self._written = by, 0
        version = publish_standard()
        self.stood: list[Stood] = []
        for _ in range(ENQUIRIES):
            contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
            self._note(register_enquiry(registration=Registration(contact, self._matter(), version), by=by))

    def act(self) -> None:
        """Let a colleague correct an enquiry, with one text as it stands; rarely a consent is withdrawn."""
        now = self._drawn.choice(list(Enquiry._base_manager.all()))
        if now.consent == Consent.YES and self._drawn.random() < 0.01:
            withdraw_consent(enquiry=now, by=self._by)
        else:
            correct_enquiry(enquiry=now, version=now.version, matter=self._matter(), by=self._by)
        self._note(Enquiry._base_manager.get(pk=now.pk))

    def forgeries(self, times: int) -> Iterator[tuple[Any, str, bytes]]:
        """Yield a record, its field and what to put there: older bytes of it, any others, or nothing."""
        for _ in range(times):
            record = self._drawn.choice(list(Enquiry._base_manager.all()))
            field = self._drawn.choice(FIELDS)
            older = [each for each in self.stood if (each.record, each.field) == (record.pk, field)]
            sealed = self._drawn.choice([*self._drawn.choice([older, self.stood]), Stood(None, "", b"")]).sealed
            if sealed != bytes(getattr(record, field)):
                yield record, field, sealed

    def _matter(self) -> Matter:
        self._written += 1
        call_back = self._drawn.choice(["", f"8 916 000-00-{self._written % 100:02}"])
        return Matter(
            Consent.YES, ("quota",), {"moon": "full"}, narrative=f"Text {self._written}.", call_back=call_back
        )

    def _note(self, record: Enquiry) -> None:
        self.stood += [Stood(record.pk, field, bytes(getattr(record, field))) for field in FIELDS]


def put_back(line: Line, rounds: int) -> int:
    """Put bytes back between the acts of colleagues; see that none is shown and each is named. Return how many."""
    tried = 0
    for _ in range(rounds):
        line.act()
        for record, field, sealed in line.forgeries(5):
            genuine = bytes(getattr(record, field))
            rows = Enquiry._base_manager.filter(pk=record.pk)
            rows.update(**{field: sealed})
            with pytest.raises(VaultFault):
                open_texts(rows.get(), [field])
            assert [each.name for each in comparing_all.wrong()] == [f"enquiries.enquiry.{field} {record.pk}"]
            rows.update(**{field: genuine})
            tried += 1
        assert list(comparing_all.wrong()) == []
    return tried


def test_some_bytes_put_back(centre: Centre, operator: User) -> None:
    assert put_back(Line(centre, operator), 4) > 10


@pytest.mark.torture
@pytest.mark.django_db
def test_many_bytes_put_back(centre: Centre, operator: User) -> None:
    line = Line(centre, operator)
    tried = put_back(line, share(1_000))
    say(
        "S18a",
        f"{tried:,} times bytes of {len(line.stood):,} that stood before were put somewhere: 0 shown, each named",
    )

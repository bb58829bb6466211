"""How it is safe to reach a person is written down beside the number, and goes with it."""

import datetime as dt

import pytest

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.enquiries import actions as enquiries
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.registration import Matter
from bereg.retention.models import Clock
from bereg.retention.rules import erase_due
from bereg.tasks import safe_contact
from bereg.tasks.choices import LeftMessage, PicksUp
from bereg.tasks.models import SafeContact
from bereg.tasks.queries import safe_contact_of
from bereg.tasks.tests.conftest import NOTE
from bereg.tasks.texts import opened
from bereg.vault.models import Key

pytestmark = pytest.mark.django_db
WORDS = "Her husband may pick up: say “the clinic, about an appointment”."
SAFE = safe_contact.Safe(dt.time(17), dt.time(19), "ru", PicksUp.OTHERS, LeftMessage.NO, WORDS)


def written(enquiry: Enquiry, by: User, version: int = 0, safe: safe_contact.Safe = SAFE) -> SafeContact:
    safe_contact.write(enquiry=enquiry, version=version, safe=safe, by=by)
    found = safe_contact_of(enquiry)
    assert found
    return found


def test_it_is_kept_with_its_words_sealed(enquiry: Enquiry, operator: User) -> None:
    found = written(enquiry, operator)
    assert (found.hours_from, found.hours_until, found.picks_up) == (dt.time(17), dt.time(19), "others")
    assert opened(found, by=operator).text == WORDS
    assert [act.action for act in entries_on(found)] == ["safe_contact.written", "text.revealed"]


def test_a_change_replaces_what_stood(enquiry: Enquiry, operator: User) -> None:
    written(enquiry, operator)
    now = written(enquiry, operator, 1, safe_contact.Safe(message=LeftMessage.YES, words="Anybody may know."))
    assert (now.version, now.hours_from, now.message) == (2, None, "yes")
    assert opened(now, by=operator).text == "Anybody may know."


@pytest.mark.parametrize("version", [0, 2])
def test_the_slower_of_two_is_told(enquiry: Enquiry, operator: User, version: int) -> None:
    written(enquiry, operator)
    with pytest.raises(safe_contact.StaleSafeContactError):
        written(enquiry, operator, version)


def test_only_who_may_read_the_number_reads_or_writes_it(enquiry: Enquiry, operator: User, colleague: User) -> None:
    found = written(enquiry, operator)
    assert opened(found, by=colleague).is_closed
    with pytest.raises(safe_contact.NotYourContactError):
        written(enquiry, colleague, 1)


def test_words_that_are_taken_out_leave_no_key(enquiry: Enquiry, operator: User) -> None:
    found = written(enquiry, operator)
    safe = safe_contact.Safe(message=LeftMessage.YES)
    now = written(enquiry, operator, 1, safe)
    assert (bytes(now.words), now.message) == (b"", "yes")
    assert not Key.objects.filter(record=found.pk).exists()
    assert [act.action for act in entries_on(found)][-2:] == ["safe_contact.written", "text.erased"]
    again = written(enquiry, operator, 2)
    assert opened(again, by=operator).text == WORDS


def test_it_goes_with_the_consent(enquiry: Enquiry, operator: User) -> None:
    written(enquiry, operator)
    withdraw_consent(enquiry=enquiry, by=operator)
    assert not SafeContact._base_manager.exists()


def test_it_goes_when_the_number_is_taken_out(enquiry: Enquiry, operator: User) -> None:
    written(enquiry, operator)
    matter = Matter(consent=enquiry.consent, narrative=NOTE)  # type: ignore[arg-type]
    enquiries.correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=matter, by=operator)
    Clock.objects.all().delete()
    assert not [each.fault for each in erase_due() if each.fault]
    assert not SafeContact._base_manager.exists()

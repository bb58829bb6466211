"""Forms that nobody finished go after a week, and the audit log says so."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.enquiries.consent_withdrawal import forget
from bereg.enquiries.drafts import discard_old_drafts, save_draft, sweep_draft_keys
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.vault.because import Because
from bereg.vault.models import Key, LedgerLine, record_hash

WEEK = dt.timedelta(days=7)


def begin(centre: Centre, by: User) -> Draft:
    return save_draft(id=uuid4(), centre=centre, enquiry=None, consent=Consent.NOT_ASKED, fields={}, by=by)


def test_only_drafts_older_than_a_week_go_and_each_is_recorded(centre: Centre, operator: User) -> None:
    with time_machine.travel(timezone.now() - WEEK - dt.timedelta(minutes=1)):
        old = begin(centre, operator)
    young = begin(centre, operator)
    assert list(Draft.due(timezone.now())) == [old]
    assert discard_old_drafts(before=timezone.now() - WEEK, by=None) == 1
    assert list(Draft._base_manager.all()) == [young]
    entry = ChainedAct.objects.get(action="draft.discarded")
    assert (entry.target, entry.actor, entry.because) == (str(old.pk), "system", "too_old")


@pytest.mark.django_db
def test_nothing_old_leaves_no_entry() -> None:
    assert discard_old_drafts(before=timezone.now(), by=None) == 0
    assert not ChainedAct.objects.exists()


def test_a_key_that_outlived_its_draft_goes_with_a_line_of_the_ledger(centre: Centre, operator: User) -> None:
    """A backup may hold the draft with its key: only the ledger keeps it from coming back."""
    crashed, standing = begin(centre, operator), begin(centre, operator)
    Draft._base_manager.filter(pk=crashed.pk).delete()
    Key.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    assert sweep_draft_keys() == 1
    assert list(Key.objects.values_list("record", flat=True)) == [standing.pk]
    line = LedgerLine.objects.get()
    assert (bytes(line.record_hash), line.kind, line.because) == (record_hash(crashed.pk), "draft", Because.DRAFT_OVER)


def test_the_key_of_a_forms_draft_goes_with_the_consent(centre: Centre, operator: User) -> None:
    draft = begin(centre, operator)
    Draft._base_manager.all().delete()  # the form was saved; its draft's key survived a crash
    forget([Enquiry(pk=draft.pk, centre=centre)], operator)
    assert not Key.objects.exists()
    assert set(LedgerLine.objects.values_list("kind", flat=True)) == {"draft", "record"}

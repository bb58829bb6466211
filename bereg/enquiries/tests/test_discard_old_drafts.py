"""Forms that nobody finished go after a week, and the audit record says so."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import Entry
from bereg.centres.models import Centre
from bereg.enquiries.drafts import discard_old_drafts, save_draft
from bereg.enquiries.models import Draft
from bereg.enquiries.outcomes import Consent

WEEK = dt.timedelta(days=7)


def begin(centre: Centre, by: User) -> Draft:
    return save_draft(id=uuid4(), centre=centre, enquiry=None, consent=Consent.NOT_ASKED, fields={}, by=by)


def test_only_drafts_older_than_a_week_go_and_each_is_recorded(centre: Centre, operator: User) -> None:
    with time_machine.travel(timezone.now() - WEEK - dt.timedelta(minutes=1)):
        old = begin(centre, operator)
    young = begin(centre, operator)
    assert discard_old_drafts(before=timezone.now() - WEEK, by=None) == 1
    assert list(Draft._base_manager.all()) == [young]
    entry = Entry.objects.get(action="draft.discarded")
    assert (entry.target, entry.actor, entry.because) == (str(old.pk), "system", "too_old")


@pytest.mark.django_db
def test_nothing_old_leaves_no_entry() -> None:
    assert discard_old_drafts(before=timezone.now(), by=None) == 0
    assert not Entry.objects.exists()

"""Storing many enquiries at once."""

import datetime as dt

import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries import lookup
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Past, Registration
from bereg.questionnaire.publishing import publish_standard
from tests.opened import code_word_of

WHEN = dt.datetime(2008, 2, 1, 9, tzinfo=dt.UTC)


def registration(centre: Centre, past: Past) -> Registration:
    version = publish_standard()
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=WHEN, entered_at=WHEN)
    return Registration(contact=contact, matter=Matter(consent=Consent.NO), questionnaire=version, past=past)


def test_an_enquiry_of_the_past_keeps_its_times_its_word_and_its_further_contacts(
    centre: Centre, operator: User
) -> None:
    further = ContactFields(centre=centre, channel=Channel.VISIT, started_at=WHEN + dt.timedelta(days=1))
    past = Past(further=(further,), closed_at=WHEN + dt.timedelta(days=2), code_word="лес-мост-10")
    register_many(registrations=[registration(centre, past)], contacts=[], by=operator)
    enquiry = Enquiry._base_manager.get()
    assert (enquiry.entered_at, enquiry.closed_at, code_word_of(enquiry)) == (WHEN, past.closed_at, past.code_word)
    assert enquiry.contact_links.count() == 2


def test_an_enquiry_that_draws_a_word_already_given_gets_another(
    centre: Centre, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = iter(["same", "same", "same", "other"])
    monkeypatch.setattr(lookup, "new_code_word", lambda _: next(draws))
    register_many(registrations=[registration(centre, Past())], contacts=[], by=operator)
    register_many(registrations=[registration(centre, Past())], contacts=[], by=operator)
    assert sorted(map(code_word_of, Enquiry._base_manager.all())) == ["other", "same"]

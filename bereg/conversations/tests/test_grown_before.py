"""A conversation that grew an enquiry before the ids had a key still leads to it."""

from uuid import uuid4, uuid5

import pytest
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.conversations.models import Thread
from bereg.conversations.tests.test_steps_of_before import migrate
from bereg.core.keyed_ids import keyed_id

BEFORE = "0006_waited_before"


@pytest.mark.django_db(transaction=True)
def test_one_that_grew_keeps_its_form_and_another_gets_an_id_that_nobody_can_follow(centre: Centre) -> None:
    grew, waits = (Thread.objects.create(id=uuid4(), centre=centre, source="web") for _ in range(2))
    form = uuid5(grew.pk, "enquiry")
    Contact.objects.create(id=form, centre=centre, channel="web", started_at=timezone.now())
    try:
        migrate(BEFORE)
    finally:
        migrate()
    assert Thread._base_manager.get(pk=grew.pk).grows_into == form
    assert Thread._base_manager.get(pk=waits.pk).grows_into == keyed_id("enquiry of a thread", waits.pk)

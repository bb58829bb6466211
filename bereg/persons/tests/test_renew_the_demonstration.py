"""In the demonstration a child waits for a supervisor, on any day, until one takes it on."""

import datetime as dt

import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.due import due_for
from bereg.centres.models import Centre
from bereg.persons import actions, sample
from bereg.persons.models import Person
from bereg.persons.tests.conftest import now, registered, stands


def test_a_child_waits_whom_nobody_took_on(centre: Centre, operator: User, supervisor: User) -> None:
    girls, open_one = (registered(centre, operator, enquirer="relative") for _ in range(2))
    sample.sample(centre)
    child = Person._base_manager.get(taken_at=None)
    assert (child.enquiry_id, child.is_child) == (open_one.pk, True)
    assert stands(Person._base_manager.get(enquiry=girls)).taken_by == supervisor
    for days in (0, 50):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False):
            sample.renew(centre)
            (item,) = due_for(supervisor, timezone.now())
            assert item.about == now(open_one).number
            assert timezone.now() - sample.DAY < item.time.at < timezone.now()
    actions.take_on(child=stands(child), version=1, by=supervisor)
    noted_at = stands(child).entered_at
    with time_machine.travel(timezone.now() + dt.timedelta(days=99), tick=False):
        sample.renew(centre)
        assert (due_for(supervisor, timezone.now()), stands(child).entered_at) == ([], noted_at)

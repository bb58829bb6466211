"""The outreach of the demonstration."""

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.outreach.sample import OTHERS, sample
from bereg.outreach.tests.conftest import DAY, registered


def test_a_visit_of_the_day_was_opened_at_its_joint_consultation(centre: Centre, operator: User) -> None:
    enquiry = registered(centre, operator)
    sample(centre)
    made = OpenedThere._base_manager.get()
    assert made.event
    assert (made.enquiry_id, made.held_on, made.event.kind) == (enquiry.pk, DAY, "joint_consult")
    assert OutreachEvent.objects.count() == len(OTHERS) + 1
    assert OutreachEvent.objects.filter(is_national=True).count() == 1

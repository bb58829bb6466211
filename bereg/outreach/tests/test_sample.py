"""The outreach of the demonstration."""

import datetime as dt

from bereg.accounts.models import User
from bereg.campaigns.models import Campaign
from bereg.campaigns.queries import copies_left
from bereg.campaigns.tests.conftest import material_of
from bereg.centres.models import Centre
from bereg.outreach.models import HandedOut, OpenedThere, OutreachEvent
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


def test_what_is_handed_out_is_of_a_campaign_that_ran_and_never_more_than_was_printed(
    centre: Centre, operator: User
) -> None:
    campaign = Campaign.objects.create(name="A", first_day=dt.date(2007, 9, 1), last_day=dt.date(2007, 12, 31))
    leaflet = material_of(campaign, print_run=300)
    sample(centre)
    days = HandedOut.objects.values_list("event__held_on", "distribution__given_on")
    assert sorted(days) == [(dt.date(2007, 9, 27),) * 2, (dt.date(2007, 11, 14),) * 2]
    assert 0 < (copies_left(leaflet) or 0) < 300

"""Every page goes by the clock of the centre, wherever the installation stands."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre, Membership
from bereg.contacts.models import Contact

# The installation is in Moscow, where it is the 25th, 23:30, and the 26th, 00:30.
FAR = [
    ("Asia/Vladivostok", "2026-11-25T20:30:00Z", "26 November", "06:30"),
    ("America/Los_Angeles", "2026-11-25T21:30:00Z", "25 November", "13:30"),
]


@pytest.mark.parametrize("there", FAR)
def test_today_the_file_and_find_show_the_day_and_the_hour_at_the_centre(
    there: tuple[str, ...], centre: Centre, operator: User, desk: Client
) -> None:
    zone, now, today, at = there
    Centre.objects.filter(pk=centre.pk).update(time_zone=zone)
    pk = uuid4()
    with time_machine.travel(now, tick=False):
        desk.force_login(operator)
        desk.post(reverse("desk:form", args=[pk]), {"consent": "yes", "topics": ["quota"]})
        page = desk.get(reverse("desk:today")).content.decode()
        assert f"Today, {today}" in page
        assert f"{today}, {at}" in page
        assert 'id="count-contacts">1<' in page
        assert f"{today} 2026, {at}" in desk.get(reverse("desk:enquiry", args=[pk])).content.decode()
        begun = desk.get(reverse("desk:new_enquiry")).content.decode()
        assert f'value="{at}"' in begun
        day = today.split(maxsplit=1)[0]
        for asked, is_there in ((f"2026-11-{day}", True), (f"2026-11-{int(day) - 1}", False)):
            found = desk.get(reverse("desk:find"), {"first": asked, "last": asked}).content.decode()
            assert (f"{day}.11.2026 {at}" in found) is is_there


def test_the_day_begins_at_the_midnight_of_the_centre(centre: Centre, operator: User, desk: Client) -> None:
    Centre.objects.filter(pk=centre.pk).update(time_zone="Asia/Vladivostok")
    with time_machine.travel("2026-11-25T13:59:00Z", tick=False) as clock:  # a minute before midnight there
        desk.force_login(operator)
        desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "no"})
        clock.move_to("2026-11-25T14:01:00Z")
        assert 'id="count-contacts">0<' in desk.get(reverse("desk:today")).content.decode()


def test_a_list_over_centres_of_several_zones_says_each(
    centre: Centre, other_centre: Centre, operator: User, desk: Client
) -> None:
    with time_machine.travel("2026-11-25T20:30:00Z", tick=False):  # the 26th has begun in Astrakhan, not in Moscow
        desk.force_login(operator)
        assert "UTC+" not in desk.get(reverse("desk:today")).content.decode()
        Membership.objects.create(user=operator, centre=other_centre)
        for place in (centre, other_centre):
            desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "line": str(place.pk)})
        found = desk.get(reverse("desk:find")).content.decode()
        assert "25.11.2026 23:30 UTC+3" in found
        assert "26.11.2026 00:30 UTC+4" in found
        page = desk.get(reverse("desk:today")).content.decode()
        assert "25 November, 23:30 UTC+3" in page
        assert "26 November, 00:30 UTC+4" in page
        assert 'id="count-contacts">2<' in page
    assert Contact._base_manager.count() == 2


def test_astrakhan_begins_its_day_an_hour_before_moscow(other_operator: User) -> None:
    desk = Client()
    with time_machine.travel("2026-11-25T20:30:00Z", tick=False):
        desk.force_login(other_operator)
        assert "Today, 26 November" in desk.get(reverse("desk:today")).content.decode()

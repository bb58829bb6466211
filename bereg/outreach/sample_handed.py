"""What the demonstration handed out at its events: a leaflet or card of a campaign that ran, and some came back."""

import datetime as dt
from zlib import crc32

from bereg.accounts.demonstration import demonstration_id
from bereg.audit import actions as audit
from bereg.campaigns.models import Distribution, Material
from bereg.campaigns.queries import copies_left, materials_handed_out
from bereg.centres.models import Centre
from bereg.outreach.acts import HANDED_OUT
from bereg.outreach.models import HandedOut, OutreachEvent

TAKE_ONE = ("migrants", "students", "pupils")  # others get no leaflet


def hand_out_samples(centre: Centre) -> None:
    """Hand something out at each event of a centre that reached somebody to give it to; the same every time."""
    offered = [each for each in materials_handed_out() if each.campaign.centre_id in {None, centre.pk}]
    made = []
    for event in OutreachEvent.objects.filter(centre=centre).order_by("held_on", "pk"):
        people = sum(event.reached.get(code, 0) for code in TAKE_ONE)
        material = _one_of(offered, event, people)
        if material:
            made.append(_handed(event, material, people))
    audit.record_many(HANDED_OUT, targets=made, by=None, because="bulk")


def _one_of(offered: list[Material], event: OutreachEvent, people: int) -> Material | None:
    left = {each: copies_left(each) or 0 for each in offered if people and each.campaign.runs_on(event.held_on)}
    enough = [each for each, many in left.items() if many > 2 * people]
    return max(enough, key=lambda each: (left[each], each.code), default=None)


def _handed(event: OutreachEvent, material: Material, people: int) -> OutreachEvent:
    copies = -(-people // 10) * 10 + 10
    by, at = event.recorded_by, event.recorded_at + dt.timedelta(minutes=5)
    given = Distribution.objects.create(
        id=demonstration_id("handed out", str(event.pk)),
        material=material,
        given_on=event.held_on,
        copies=copies,
        left_over=crc32(str(event.pk).encode()) % 12,
        recorded_by=by,
        recorded_at=at,
    )
    HandedOut.objects.create(id=demonstration_id("handed out at", str(event.pk)), event=event, distribution=given)
    return event

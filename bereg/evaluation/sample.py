"""Codes that callers of the demonstration year had in hand, so that there is something to judge its campaigns by."""

import datetime as dt
from collections import defaultdict
from random import Random
from zlib import crc32

from bereg.campaigns.models import Distribution
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.evaluation.results import MATERIAL, SOURCE

NAMING = 0.35  # of those who had something printed in hand
FADES_DAYS = 30  # how long ago something was given out counts for half as much

Given = dict[str, dict[str, list[dt.date]]]  # answer to how people learnt of us, to the codes, to their days


def sample(centre: Centre) -> None:
    """Let some callers of a centre say the code of what was given out before they called; the same every time."""
    given = _given_out(centre)
    for enquiry in Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES).order_by("number"):
        code = _code_of(enquiry, given.get(enquiry.answers.get(SOURCE, ""), {}))
        if code:
            answers = {**enquiry.answers, MATERIAL: code}
            Enquiry.objects.of_centres([centre]).filter(pk=enquiry.pk).update(answers=answers)


def _given_out(centre: Centre) -> Given:
    """Return the days on which each printed material was given out, by the campaigns that reach a centre."""
    found: Given = defaultdict(lambda: defaultdict(list))
    for each in Distribution.objects.select_related("material__campaign").order_by("given_on", "pk"):
        if each.copies and each.material.campaign.centre_id in {None, centre.pk}:
            found[each.material.source][each.material.code].append(each.given_on)
    return found


def _code_of(enquiry: Enquiry, of_source: dict[str, list[dt.date]]) -> str:
    """Choose what somebody had in hand: the later it was given out, the likelier. "" where they name nothing."""
    rng = Random(crc32(enquiry.number.encode()))  # noqa: S311 - the same every time, of invented data alone
    day = enquiry.opened_at.date()
    ages = {code: [(day - each).days for each in days if each <= day] for code, days in sorted(of_source.items())}
    weights = {code: 1 / (1 + min(past) / FADES_DAYS) for code, past in ages.items() if past}
    if not weights or rng.random() > NAMING:
        return ""
    return rng.choices(list(weights), list(weights.values()))[0]

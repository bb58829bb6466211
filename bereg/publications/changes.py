"""What is different from the month before, in sentences: only what neither chance nor our own changes explain.

Made of two published contents and nothing else, so it tells nothing that a reader could not work out.
"""

import math
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.numbers import number, per_cent, rounded
from bereg.publications.content import ENQUIRIES, Content, Row, Table, named
from bereg.publications.sentences import ALL, spoken
from bereg.publications.shares import INTERVAL_BELOW, NOISE_VARIANCE, percent

TOPIC_CLASSES = "topic_groups"
MOST = 3
# Some ten comparisons a month: with 99% of a normal distribution one in ten months would name what is chance.
SURE = 2.807  # 99.5%, both sides; NIST/SEMATECH Handbook 7.3.3 for the difference of two shares
Change = tuple[float, str]  # how sure, and the sentence
Share = tuple[int, int]  # the figure and its base


def changes(before: Content, after: Content) -> list[str]:
    """Return what changed from one month to the next, the surest first. Both with their bases."""
    found = [*_total(before, after), *_topics(before, after)]
    return [sentence for _sure, sentence in sorted(found, key=lambda each: -each[0])[:MOST]]


def said(before: Content, after: Content) -> list[str]:
    """Return what changed, else what was compared and did not; nothing where nothing could be compared."""
    if found := changes(before, after):
        return found
    if any(_shares(before, after)):
        return [
            _(
                "Compared with the month before, neither the number of enquiries nor the share of any class of topics "
                "shown in both months changed by more than chance explains."
            )
        ]
    if _totals(before, after):
        return [
            _("Compared with the month before, the number of enquiries did not change by more than chance explains.")
        ]
    return []


def _totals(before: Content, after: Content) -> tuple[int, int] | None:
    then, now = (_base(_of(each, ENQUIRIES)) for each in (before, after))
    return None if then is None or now is None else (then, now)


def _total(before: Content, after: Content) -> Iterator[Change]:
    both = _totals(before, after)
    if both is None:
        return
    then, now = both
    sure = abs(now - then) / math.sqrt(now + then + 2 * NOISE_VARIANCE)
    if sure < SURE:
        return
    count = rounded(now)
    words = (
        ngettext(
            "More enquiries than in the month before: about %(now)s after about %(then)s.",
            "More enquiries than in the month before: about %(now)s after about %(then)s.",
            count,
        )
        if now > then
        else ngettext(
            "Fewer enquiries than in the month before: about %(now)s after about %(then)s.",
            "Fewer enquiries than in the month before: about %(now)s after about %(then)s.",
            count,
        )
    )
    yield sure, words % {"now": number(count), "then": number(rounded(then))}


def _shares(before: Content, after: Content) -> Iterator[tuple[Row, Share, Share]]:
    """Yield each class of topics that both months show, with the share then and now."""
    earlier, later = _of(before, TOPIC_CLASSES), _of(after, TOPIC_CLASSES)
    base_then, base_now = _base(earlier) or 0, _base(later) or 0
    if not earlier or not later or min(base_then, base_now) < INTERVAL_BELOW:
        return
    known = {row["code"]: row["shown"] for row in earlier["rows"]}
    for row in later["rows"]:
        then, now = known.get(row["code"]), row["shown"]
        if then is not None and now is not None:
            yield row, (then, base_then), (now, base_now)


def _topics(before: Content, after: Content) -> Iterator[Change]:
    for row, (then, base_then), (now, base_now) in _shares(before, after):
        sure = _sure(then, base_then, now, base_now)
        if sure >= SURE:
            topic = named(row["label"], spoken())[0]
            shares = {
                "topic": topic,
                "now": per_cent(str(percent(now, base_now))),
                "then": per_cent(str(percent(then, base_then))),
            }
            yield sure, _said(shares, is_more=now * base_then > then * base_now)


def _said(shares: dict[str, str], *, is_more: bool) -> str:
    if is_more:
        return _("Asked about more often: “%(topic)s”, %(now)s of enquiries after %(then)s.") % shares
    return _("Asked about less often: “%(topic)s”, %(now)s of enquiries after %(then)s.") % shares


def _sure(then: int, base_then: int, now: int, base_now: int) -> float:
    """Return by how many standard errors two shares differ, with what our own changes add to each."""
    whole = min((then + now) / (base_then + base_now), 1.0)
    chance = whole * (1 - whole) * (1 / base_then + 1 / base_now)
    noise = NOISE_VARIANCE * (1 + whole**2) * (1 / base_then**2 + 1 / base_now**2)
    return abs(now / base_now - then / base_then) / math.sqrt(chance + noise)


def _of(said: Content, name: str) -> Table | None:
    found = (each for each in said["tables"] if (each["id"], each["centre"], each["group"]) == (name, ALL, ALL))
    return next(found, None)


def _base(table: Table | None) -> int | None:
    return table["base"] if table else None

"""What a person decides on each finding: it is removed, or kept with a reason. With an open one no text leaves.

A decision is bound to the very words and to what stands around them: where these change, it is open again.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bereg.redaction.finding import find_beside_marks, masked
from bereg.redaction.kinds import TextFinding

AROUND = 30  # characters on either side that a decision is bound to


class FindingDecision(TextChoices):
    """What becomes of a finding."""

    REMOVE = "remove", _("Take it out")
    NOT_OF_THEM = "not_of_this_person", _("Keep: not of this person")
    AGREED_TO = "agreed_to", _("Keep: agreed to")
    NOT_IDENTIFYING = "not_identifying", _("Keep: not identifying")


Decisions = Mapping[str, str]  # by the key of each finding


def key_of_finding(text: str, finding: TextFinding) -> str:
    """Return what a decision on a finding is kept under."""
    before = text[max(0, finding.start - AROUND) : finding.start]
    parts = (finding.kind.value, before, text[finding.start : finding.end], text[finding.end : finding.end + AROUND])
    return sha256("\0".join(parts).encode()).hexdigest()[:20]


def open_findings(
    text: str, decisions: Decisions, *, known: Collection[str] = (), keeps_certain: bool = True
) -> list[TextFinding]:
    """Return the findings that nobody has decided on. keeps_certain: what is certain may be kept, too."""
    return [
        each
        for each in find_beside_marks(text, known=known)
        if not is_decided(each, decisions.get(key_of_finding(text, each)), keeps_certain=keeps_certain)
    ]


def is_decided(finding: TextFinding, decision: str | None, *, keeps_certain: bool = True) -> bool:
    """Tell whether a decision is one that may be made on a finding."""
    return decision in allowed(finding, keeps_certain=keeps_certain)


def allowed(finding: TextFinding, *, keeps_certain: bool = True) -> list[FindingDecision]:
    """Return what may be decided on a finding."""
    return [FindingDecision.REMOVE] if finding.is_certain and not keeps_certain else list(FindingDecision)


def carried_over(text: str, decisions: Decisions, *, known: Collection[str] = ()) -> dict[str, str]:
    """Return what was decided on findings that stay, each under its key in the text as it leaves (`as_decided`).

    There it stands elsewhere, and beside other words, so its key is another one; the words themselves are the same.
    """
    every = find_beside_marks(text, known=known)
    decided = [(each, decisions.get(key_of_finding(text, each), "")) for each in every]
    removed = [each for each, decision in decided if decision == FindingDecision.REMOVE]
    kept = {
        (_place_in(text, each, removed), each.kind, text[each.start : each.end]): decision
        for each, decision in decided
        if decision in FindingDecision.values and decision != FindingDecision.REMOVE
    }
    left = masked(text, removed)
    placed = (
        (each, (each.start, each.kind, left[each.start : each.end])) for each in find_beside_marks(left, known=known)
    )
    return {key_of_finding(left, each): kept[place] for each, place in placed if place in kept}


def _place_in(text: str, finding: TextFinding, removed: Collection[TextFinding]) -> int:
    """Return where a finding begins once those before it are removed."""
    return len(masked(text[: finding.start], [each for each in removed if each.end <= finding.start]))


def as_decided(text: str, decisions: Decisions, *, known: Collection[str] = ()) -> str:
    """Return a text without what is to be removed. What is open stays: ask `open_findings` first."""
    removed = [
        each
        for each in find_beside_marks(text, known=known)
        if decisions.get(key_of_finding(text, each)) == FindingDecision.REMOVE
    ]
    return masked(text, removed)

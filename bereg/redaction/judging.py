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


def as_decided(text: str, decisions: Decisions, *, known: Collection[str] = ()) -> str:
    """Return a text without what is to be removed. What is open stays: ask `open_findings` first."""
    removed = [
        each
        for each in find_beside_marks(text, known=known)
        if decisions.get(key_of_finding(text, each)) == FindingDecision.REMOVE
    ]
    return masked(text, removed)

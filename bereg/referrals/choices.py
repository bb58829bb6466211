"""The closed lists of what comes of a referral. A new outcome is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bereg.dispatch.choices import DispatchKind

# What a referral or a rescue request may come to; other letters end with their answer.
WITH_OUTCOMES = frozenset({DispatchKind.REFERRAL, DispatchKind.RESCUE})


class OutcomeKind(models.TextChoices):
    """What came of a referral or a rescue request. Several may, one after another."""

    CHECK = "check", _("operational check by the police")
    OPERATION = "operation", _("rescue operation")
    FREED = "freed", _("people freed")
    SHELTERED = "sheltered", _("sheltered")
    CENTRE = "centre", _("helped by the centre itself")
    MEDICAL = "medical", _("medical help")
    PSYCHOLOGICAL = "psychological", _("psychological help")
    LEGAL = "legal", _("legal help")
    DOCUMENTS = "documents", _("documents restored")
    WAGES = "wages", _("wages paid")
    RETURNED = "returned", _("returned home")
    CASE_OPENED = "case_opened", _("criminal case opened")
    CASE_CHANGED = "case_changed", _("criminal case changed to another article")
    CASE_ENDED = "case_ended", _("criminal case ended")


WITH_PEOPLE = frozenset({OutcomeKind.FREED, OutcomeKind.SHELTERED, OutcomeKind.RETURNED})
WITH_ARTICLE = frozenset({OutcomeKind.CASE_OPENED, OutcomeKind.CASE_CHANGED, OutcomeKind.CASE_ENDED})

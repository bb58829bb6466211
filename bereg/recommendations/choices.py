"""What becomes of recommendations. A new kind of step is one row."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_FIGURES = 5  # that one recommendation rests on
LONGEST_NOTE = 2_000


class RecommendationStep(TextChoices):
    """What happened to a recommendation. Its state is the last that did."""

    SENT = "sent", _("sent")
    REMINDED = "reminded", _("reminded")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused")
    IN_PART = "in_part", _("done in part")
    DONE = "done", _("done")


WAITING = frozenset({RecommendationStep.SENT, RecommendationStep.REMINDED})  # for an answer

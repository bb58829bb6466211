"""The closed lists of violations. A new code is one row here, with its sentence in `wording.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ViolationKind(models.TextChoices):
    """What was broken."""

    WAGES = "wages", _("unpaid wages")
    REGISTRATION = "registration", _("registration refused")
    PERMIT = "permit", _("work permit refused")
    DOCUMENTS = "documents", _("documents taken away")
    EXACTIONS = "exactions", _("money exacted")
    AGENCY = "agency", _("deceived by an agency")
    EXPLOITATION = "exploitation", _("forced labour or other exploitation")


class ToldFurther(models.TextChoices):
    """Whether an authority may be told of it, without the person."""

    AGREED = "agreed", pgettext_lazy("may an authority be told", "yes, the person agrees")
    NOT_ASKED = "not_asked", pgettext_lazy("may an authority be told", "nobody asked")
    REFUSED = "refused", pgettext_lazy("may an authority be told", "no, the person said no")


class NamedAs(models.TextChoices):
    """Who is named."""

    EMPLOYER = "employer", _("an employer")
    AGENCY = "agency", _("an agency")
    OTHER = "other", _("somebody else")


class ViolationStep(models.TextChoices):
    """What happened with a violation, in the month in which it did: closed months never change."""

    RAISED = "raised", pgettext_lazy("step of a violation", "raised")
    FORWARDED = "forwarded", pgettext_lazy("step of a violation", "forwarded to an authority")
    ANSWERED = "answered", pgettext_lazy("step of a violation", "answered by the authority")
    ACTED = "acted", pgettext_lazy("step of a violation", "checked, and acted on")


class ForwardedBy(models.TextChoices):
    """By what an authority was told of a violation."""

    NOTICE = "notice", _("trend notice")
    CHECK = "check", _("check request")


class EmployerGuess(models.TextChoices):
    """Whether the employer could guess who told of it."""

    NO = "no", pgettext_lazy("could they guess who it was", "no, many could have told it")
    HARDLY = "hardly", pgettext_lazy("could they guess who it was", "hardly")
    YES = "yes", pgettext_lazy("could they guess who it was", "yes, they could")


class PeopleThere(models.TextChoices):
    """What happens to the people found there."""

    SAFE = "safe", _("their documents are in order, as far as we know")
    FINED = "fined", _("some may be fined")
    DEPORTED = "deported", _("some may be deported")
    UNKNOWN = "unknown", _("nobody knows")

"""The closed lists of a consultation. A new kind is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bereg.accounts.roles import Role


class Profession(models.TextChoices):
    """Who consulted: each is a role of the staff, and the note is that role's own."""

    OPERATOR = Role.OPERATOR.value, _("operator")
    LAWYER = Role.LAWYER.value, _("lawyer")
    PSYCHOLOGIST = Role.PSYCHOLOGIST.value, _("psychologist")


class ConsultationWay(models.TextChoices):
    """Where they met."""

    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("by telephone")
    WRITING = "writing", _("in writing")


class ConsultationKind(models.TextChoices):
    """What the person was given."""

    INFORMATION = "information", _("information: what the rules are")
    ADVICE = "advice", _("advice on the person's own matter")
    DOCUMENT = "document", _("a document written or checked")
    SUPPORT = "support", _("psychological support")
    CRISIS = "crisis", _("help in an acute crisis")
    ACCOMPANIMENT = "accompaniment", _("going along to an office, the police or a court")


CONSULTED = _("Enquiries with a consultation, by kind")  # the public table of kinds

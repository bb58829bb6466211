"""Closed lists of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sort(models.TextChoices):
    """What an organisation is, or what a service offers."""

    STATE = "state", _("state body")
    POLICE = "police", _("police")
    PROSECUTION = "prosecution", _("prosecutor's office")
    COURT = "court", _("court")
    HOSPITAL = "hospital", _("state hospital")
    CHILD_PROTECTION = "child_protection", _("child-protection body")
    NGO = "ngo", _("non-governmental organisation")
    DIASPORA = "diaspora", _("diaspora union")
    SHELTER = "shelter", _("shelter")
    EMPLOYERS = "employers", _("employers' service")
    JOB_CENTRE = "job_centre", _("job centre and work offers")
    LANGUAGE = "language", _("language course")
    PROGRAMME = "programme", _("integration or return programme")
    EMBASSY = "embassy", _("embassy or consulate")
    PARTNER = "partner", _("foreign partner")


# Told apart for who may be asked for whom; figures count all of them as bodies of a state.
OF_STATE = frozenset(
    each.value for each in (Sort.STATE, Sort.POLICE, Sort.PROSECUTION, Sort.COURT, Sort.HOSPITAL, Sort.CHILD_PROTECTION)
)
# Whoever lives there is looked for: where it is, is for the staff alone, and no switch changes that.
HIDDEN = frozenset({Sort.SHELTER.value})


class Cost(models.TextChoices):
    """What a service costs."""

    FREE = "free", pgettext_lazy("cost", "free of charge")
    PAID = "paid", pgettext_lazy("cost", "for a fee")
    PARTLY = "partly", pgettext_lazy("cost", "partly for a fee")

"""The closed lists of an alarm. A new procedure is one row here, with its first text in `standard_steps.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProcedureKind(models.TextChoices):
    """For whom the steps are."""

    # Translators: Heading of the emergency steps for somebody whose life or freedom is in danger.
    DANGER = "danger", _("Somebody is in danger")
    CHILD = "child", _("A child")
    SUICIDE = "suicide", _("Thoughts of suicide")


class PassReason(models.TextChoices):
    """Why an alarm goes to another centre: codes, since words would say something of the caller."""

    # Translators: Why an alarm is passed to another centre.
    THERE = "there", _("the person is there")
    # Translators: Why an alarm is passed to another centre.
    KNOWN = "known", _("the person is known there")
    # Translators: Why an alarm is passed to another centre.
    LANGUAGE = "language", _("the language is spoken there")
    # Translators: Why an alarm is passed to another centre.
    NOBODY = "nobody", _("nobody here can go on with it")


class Ending(models.TextChoices):
    """How an alarm ended."""

    # Translators: How an alarm ended: whatever could be done was done.
    DONE = "done", _("dealt with")
    # Translators: How an alarm ended: there was no danger, or the key was pressed by mistake.
    MISTAKE = "mistake", _("raised by mistake")

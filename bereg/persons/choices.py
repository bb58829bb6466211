"""The closed lists of a person concerned. A new code is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bereg.questionnaire.answers import DECLINED, UNKNOWN

WITHOUT_ANSWER = ((DECLINED, _("declined")), (UNKNOWN, _("does not know")))


class RelationToCaller(models.TextChoices):
    """Who the person is to whoever calls."""

    SELF = "self", _("the caller")
    CHILD = "child", _("son or daughter")
    PARTNER = "partner", _("husband, wife or partner")
    RELATIVE = "relative", _("another relative")
    FRIEND = "friend", _("friend or acquaintance")
    COLLEAGUE = "colleague", _("somebody they work with")
    CLIENT = "client", _("somebody they help")
    STRANGER = "stranger", _("somebody they do not know")


class Gender(models.TextChoices):
    """As the questionnaire has it."""

    FEMALE = "female", pgettext_lazy("gender", "female")
    MALE = "male", pgettext_lazy("gender", "male")
    OTHER = "other", pgettext_lazy("gender", "other")


class AgeBand(models.TextChoices):
    """As the questionnaire has it, with bands for children in place of its "under 20"."""

    UNDER_14 = "under_14", _("under 14")
    FROM_14 = "14_17", "14–17"
    FROM_18 = "18_19", "18–19"
    FROM_20 = "20_29", "20–29"
    FROM_30 = "30_39", "30–39"
    FROM_40 = "40_49", "40–49"
    OVER_50 = "50_over", _("50 and over")


CHILDREN = (AgeBand.UNDER_14, AgeBand.FROM_14)
# What figures that know no bands for children add up.
UNDER_20 = (*CHILDREN, AgeBand.FROM_18)
AGE_OF_BAND = {band.value: "under_20" if band in UNDER_20 else band.value for band in AgeBand}


class CommandOfLanguage(models.TextChoices):
    """How well they understand the centre's own language."""

    GOOD = "good", pgettext_lazy("a language", "well")
    LITTLE = "little", pgettext_lazy("a language", "a little")
    NONE = "none", pgettext_lazy("a language", "not at all")


class Occupation(models.TextChoices):
    """What they do by day."""

    IN_WORK = "in_work", _("in work")
    WITHOUT_WORK = "without_work", _("without work")
    AT_SCHOOL = "at_school", _("at school")


class ParentalCare(models.TextChoices):
    """Whether a child has its parents or a guardian near."""

    WITH = "with", _("with a parent or guardian")
    WITHOUT = "without", _("without parental care")


class Sign(models.TextChoices):
    """The eleven indicators of forced labour of the ILO (2012); our short words for their names."""

    VULNERABILITY = "vulnerability", _("vulnerability used")
    DECEPTION = "deception", _("deception")
    MOVEMENT = "movement", _("movement restricted")
    ISOLATION = "isolation", _("isolation")
    VIOLENCE = "violence", _("physical or sexual violence")
    THREATS = "threats", _("intimidation and threats")
    DOCUMENTS = "documents", _("documents kept")
    WAGES = "wages", _("wages withheld")
    DEBT = "debt", _("debt bondage")
    CONDITIONS = "conditions", _("abusive living and working conditions")
    OVERTIME = "overtime", _("excessive overtime")


class TraffickingAct(models.TextChoices):
    """What was done: Article 3 of the Palermo Protocol."""

    RECRUITMENT = "recruitment", _("recruitment")
    TRANSPORTATION = "transportation", _("transportation")
    TRANSFER = "transfer", _("transfer to others")
    HARBOURING = "harbouring", _("harbouring")
    RECEIPT = "receipt", _("receipt of the person")


class TraffickingMeans(models.TextChoices):
    """How it was done. For a child it is not asked: Article 3 (c) needs none."""

    FORCE = "force", _("threat or use of force")
    COERCION = "coercion", _("other coercion")
    ABDUCTION = "abduction", _("abduction")
    FRAUD = "fraud", _("fraud")
    DECEPTION = "deception", _("deception")
    POWER = "power", _("abuse of power")
    VULNERABILITY = "vulnerability", _("abuse of a vulnerable position")
    PAYMENT = "payment", _("payment to whoever has control over the person")


class TraffickingPurpose(models.TextChoices):
    SEXUAL = "sexual", _("sexual exploitation")
    LABOUR = "labour", _("forced labour or services")
    SLAVERY = "slavery", _("slavery or something like it")
    SERVITUDE = "servitude", _("servitude")
    ORGANS = "organs", _("removal of organs")


class Suspicion(models.TextChoices):
    """What somebody of the staff judged. The program never does."""

    SUSPECTED = "suspected", pgettext_lazy("suspected victim", "yes")
    NOT_SUSPECTED = "not_suspected", pgettext_lazy("suspected victim", "no")

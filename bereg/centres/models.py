"""Centres, their lines and hours, and who works where."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bereg.accounts.one_time_links import OneTimeLink
from bereg.accounts.roles import Role
from bereg.centres.kinds import CentreScope, LineKind


class Centre(models.Model):
    """One information and consultative centre."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=32, unique=True)  # `moscow`: in figures and on the command line
    prefix = models.CharField(_("prefix of enquiry numbers"), max_length=8, unique=True)  # `MSK`
    names = models.JSONField(_("name"), default=dict)  # language code to text
    scope = models.CharField(_("whom it serves"), max_length=16, choices=CentreScope, default=CentreScope.REGIONAL)
    country = models.CharField(_("home country"), max_length=2)  # ISO 3166-1; decides citizens and foreigners
    subdivision = models.CharField(_("region"), max_length=6, blank=True)  # ISO 3166-2
    time_zone = models.CharField(_("time zone"), max_length=64)
    emergency_number = models.CharField(_("emergency number, day and night"), max_length=32, blank=True)
    spoken = models.JSONField(_("languages spoken"), default=list)  # ISO 639-1, the first before the others
    position = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return in_language(self.names) or self.code

    @property
    def centre_id(self) -> uuid.UUID:
        """Its own id: what happens to a centre happens there."""
        return self.pk


class Line(models.Model):
    """One way to reach a centre: a number, a mailbox, a counter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="lines")
    slug = models.SlugField(_("code"), max_length=48, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=LineKind)
    address = models.JSONField(_("number or address"), default=dict)  # language code to text; "" for every language
    position = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return in_language(self.address) or self.slug


class OpeningHours(models.Model):
    """One stretch of one weekday, in the centre's own time."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"))  # Monday is 0
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ("weekday", "opens")
        constraints = (
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="centres_hours_in_order"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="centres_weekday_known"),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class DayException(models.Model):
    """A single day that differs from the week; it wins over hours and public holidays."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="exceptions")
    on = models.DateField(_("date"))
    opens = models.TimeField(_("opens"), null=True, blank=True)  # empty: closed all day
    closes = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=["centre", "on"], name="centres_one_exception_a_day"),)

    def __str__(self) -> str:
        return f"{self.on}"


class Membership(models.Model):
    """Somebody works at a centre."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "centre"], name="centres_member_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.centre_id}"


class Invitation(OneTimeLink):
    """A one-time link by which somebody joins a centre."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.role} {self.centre_id}"

    def lets_in(self) -> list[object]:
        return [str(self.centre_id), str(self.role), str(self.invited_by_id)]


# Which language is in letters that the reader of another one reads: Uzbek is written in Latin ones, Tajik in Cyrillic.
READ_TOO = {"uz": ("en",), "tg": ("ru",)}


def in_language(texts: dict[str, str]) -> str:
    """Choose the text of the language in force; else any that there is."""
    language = (get_language() or "").split("-")[0]
    others = (texts[each] for each in READ_TOO.get(language, ()) if texts.get(each))
    return texts.get(language) or texts.get("") or next(others, "") or next(iter(texts.values()), "")

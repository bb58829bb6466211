"""Reference entries: what the desk and the public look up, each in versions with author, checker and publisher.

They hold what anybody may know or what staff need to refer somebody, and nothing of a case.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bereg.reference.choices import EntryState, WrongWith
from bereg.reference.kinds import EntryKind, kinds
from bereg.reference.texts import Text, read


class SourceList(models.Model):
    """One list of a register that was taken in, such as that of the licensed agencies of one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    source = models.CharField(max_length=200)
    as_of = models.DateField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # entries that it holds
    is_whole = models.BooleanField(default=True)  # or a part of the register: what it lacks may well be on it

    class Meta:
        indexes = (models.Index(fields=["kind", "-as_of"], name="reference_lists_of_kind"),)

    def __str__(self) -> str:
        return str(self.id)


class ReferenceEntry(models.Model):
    """One thing that can be looked up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=128, blank=True)  # by which the register that it comes from knows it
    state = models.CharField(max_length=16, choices=EntryState, default=EntryState.WRITTEN)
    # Who sees to it that it stays true.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=0)  # of its newest version
    published = models.ForeignKey("EntryVersion", on_delete=models.PROTECT, null=True, related_name="+")
    seen_in = models.ForeignKey(SourceList, on_delete=models.PROTECT, null=True, related_name="entries")

    class Meta:
        verbose_name_plural = "entries"
        indexes = (models.Index(fields=["kind", "state"], name="reference_of_kind"),)
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], condition=~Q(key=""), name="reference_one_of_a_key"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.PUBLISHED) | Q(published__isnull=False),
                name="reference_published_is_a_version",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Return where its page is."""
        return reverse("reference:entry", args=[self.pk])

    @property
    def of_kind(self) -> EntryKind:
        """What kind of thing it is; raise KeyError where its room is not installed."""
        return kinds()[self.kind]


class EntryVersion(models.Model):
    """An entry as somebody wrote it. Never changed but for who checked and published it."""

    entry = models.ForeignKey(ReferenceEntry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    language = models.CharField(max_length=8)  # that it was written in
    texts = models.JSONField()  # by language: texts.py
    content = models.JSONField(default=dict)  # what is of its kind alone
    is_public = models.BooleanField(default=False)
    audiences = models.JSONField(default=list)
    topics = models.JSONField(default=list)  # codes of the questionnaire
    regions = models.JSONField(default=list)  # ISO 3166-2; none: everywhere
    source = models.CharField(max_length=300, blank=True)
    as_of = models.DateField(null=True)
    law_from = models.DateField(null=True)
    law_to = models.DateField(null=True)
    review_by = models.DateField(null=True)
    leaves_on = models.DateField(null=True)  # from when the public sees it no more; null: it stays (freshness.py)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "number"], name="reference_version_number"),)
        indexes = (
            models.Index(fields=["review_by"], name="reference_review_by"),
            models.Index(fields=["entry"], condition=Q(publisher=None), name="reference_unpublished"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.number}"

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody said that it is still true of what was published before: that takes no lawyer."""
        return bool(self.checked_at and self.published_at and self.checked_at > self.published_at)

    def text(self, language: str) -> Text:
        """Return its text in a language, else in the one it was written in."""
        texts = read(self.texts)
        return texts.get(language) or texts[self.language]


class ErrorReport(models.Model):
    """That somebody at the desk found an entry wrong. A newer version, or its owner, settles it."""

    entry = models.ForeignKey(ReferenceEntry, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()  # of the version that was read
    wrong = models.CharField(max_length=16, choices=WrongWith)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["entry"], condition=Q(settled_at=None), name="reference_open_reports"),)
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "number", "wrong"], condition=Q(settled_at=None), name="reference_reported_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.wrong}"


class SearchRow(models.Model):
    """What an entry in force is found by, in one language: written with it (search_index.py).

    The databases keep a full-text index of `words`: FTS5 by triggers, PostgreSQL by a generated column (migration 3).
    """

    entry = models.ForeignKey(ReferenceEntry, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    title = models.TextField()  # its words and their stems
    marks = models.TextField()  # topics, regions, languages, kind, as words that no text has
    leaves_on = models.DateField(null=True)  # from when the public sees it no more
    # Everything that it is found by: those of the title once more as such, and the marks. Long, and so the last column:
    # SQLite reads through whatever stands before another.
    words = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "language"], name="reference_search_row"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.language}"

"""A part of an enquiry that is in no room, for tests: its table is there for as long as the test's transaction."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import uuid4

from django.apps import apps
from django.db import connection, models
from django.db.models import QuerySet
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.enquiries.models import Enquiry, Part
from bereg.vault import actions as vault
from bereg.vault import taken_ids
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField

APP = "training"  # a room whose models Django lists; the part is none of its own
DAY = dt.date(2026, 11, 9)


class Memo(Part):
    """A note on an enquiry that its writer alone may read; it has its time after a month."""

    to_person: ClassVar[str] = "by"
    goes_with_consent: ClassVar[bool] = False
    searched: ClassVar[tuple[str, ...]] = ("text",)

    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    heard_by = models.ManyToManyField(User, related_name="+")
    text = SealedField(kind=Kind.NOTE)
    minutes = models.PositiveSmallIntegerField(default=16)
    written_at = models.DateTimeField(default=timezone.now)
    day = models.DateField(default=DAY)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = APP
        verbose_name_plural = "memos"

    def __str__(self) -> str:
        return str(self.pk)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let its writer open it."""
        return kind == Kind.NOTE and self.by == person

    @classmethod
    def due(cls, now: dt.datetime) -> "QuerySet[Memo]":
        """Return those of more than a month ago."""
        every: Any = cls.objects.everywhere(because="retention")  # its columns are those of no room that is installed
        due: QuerySet[Memo] = every.filter(written_at__lt=now - dt.timedelta(days=30)).exclude(text=b"")
        return due

    @classmethod
    def kept_for(cls) -> str:
        """Say how long."""
        return "30 days"


class Silent(Part):
    """A part that says nothing of itself."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = SealedField(kind=Kind.NOTE)

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return str(self.pk)


RECORDS: tuple[type[models.Model], ...] = (Memo, Memo.heard_by.through)


@contextmanager
def known() -> Iterator[None]:
    """Let Django know of the memos, as of any room's records, and make their tables."""
    with _listed(*RECORDS):
        for model in RECORDS:
            editor = connection.SchemaEditorClass(connection, collect_sql=True)
            editor.deferred_sql = []
            statement, values = editor.table_sql(model)
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
        yield


@contextmanager
def silent() -> Iterator[None]:
    """Let Django know of the part that says nothing; it has no table."""
    with _listed(Silent):
        yield


@contextmanager
def _listed(*listed: type[models.Model]) -> Iterator[None]:
    for model in listed:
        apps.all_models[APP][str(model._meta.model_name)] = model
    _forget_what_was_listed()
    try:
        yield
    finally:
        _unlist(*listed)


def _unlist(*listed: type[models.Model]) -> None:
    for model in listed:
        del apps.all_models[APP][str(model._meta.model_name)]
    _forget_what_was_listed()


def _forget_what_was_listed() -> None:
    """Let nobody in this process know the records of before: an installed program's never change."""
    apps.clear_cache()
    taken_ids._statement.cache_clear()


_unlist(*RECORDS, Silent)  # Django has listed them as they were made; it lists them again for a test that asks


def memo_of(enquiry: Enquiry, text: str, *, by: User) -> Memo:
    """Write a memo on an enquiry, as a room would."""
    made = Memo(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, by=by)
    made.text = vault.seal(made, "text", text)
    made.save(force_insert=True)
    audit.record("memo.written", target=made, by=by, sha256=vault.written_new(made))
    return made

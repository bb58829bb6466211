"""A record with sealed fields, for tests: it has a table in no database, unless a test makes one."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.vault import actions, writing
from bereg.vault.classes import Kind
from bereg.vault.comparing_with_log import written_of
from bereg.vault.fields import SealedField, SealedFileField
from bereg.vault.kept import Kept
from bereg.vault.rules import Rule


def nobody(_by: User, _record: Any, _kind: Kind) -> bool:
    """Let nobody read."""
    return False


with isolate_apps("bereg.vault"):

    class Sample(Kept):
        """A record of a centre."""

        rule: ClassVar[Rule] = nobody

        id = models.UUIDField(primary_key=True, default=uuid4)
        centre_id = models.UUIDField()
        narrative = SealedField(kind=Kind.NARRATIVE)
        remark = SealedField(kind=Kind.NARRATIVE)
        reply = SealedField(kind=Kind.REPLY)
        referral = SealedField(kind=Kind.REFERRAL)
        telephone = SealedField(kind=Kind.CONTACT, index="telephone_index")
        telephone_index = models.BinaryField(default=b"")

        objects: ClassVar[models.Manager["Sample"]] = models.Manager()

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return str(self.pk)

        def opens(self, person: User, kind: Kind) -> bool:
            """Ask the rule of the test."""
            return type(self).rule(person, self, kind)

    class Recording(Kept):
        """A record of a centre with a sealed file."""

        id = models.UUIDField(primary_key=True, default=uuid4)
        centre_id = models.UUIDField()
        voice = SealedFileField(kind=Kind.VOICE)

        objects: ClassVar[models.Manager["Recording"]] = models.Manager()

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return str(self.pk)

        def opens(self, person: User, kind: Kind) -> bool:
            """Ask the rule of the samples."""
            return Sample.rule(person, self, kind)


LABEL = Sample._meta.label_lower
KEPT = "sample.kept"  # the act that stores what was sealed


def sample(centre: UUID | None = None) -> Sample:
    """Return a record of a centre."""
    return Sample(centre_id=centre or uuid4())


def make_table(model: type[models.Model] = Sample) -> None:
    """Make the table, for as long as the test's transaction lasts."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    statement, values = editor.table_sql(model)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def everybody(_by: User, _record: Sample, _kind: Kind) -> bool:
    """Let everybody read."""
    return True


def let_read(rule: Rule) -> None:
    """Let a rule say who reads the samples."""
    Sample.rule = staticmethod(rule)


def noted(patch: pytest.MonkeyPatch) -> None:
    """Let whoever seals a text of a sample write down the act at once, as whoever stores it has to."""

    def seal_many(items: list[tuple[Any, Mapping[str, str]]]) -> list[dict[str, bytes]]:
        sealed = writing.seal_many(items)
        acts = [(KEPT, item[0], written_of(each)) for item, each in zip(items, sealed, strict=True)]
        audit.record_acts(acts, by=None)
        return sealed

    patch.setattr(actions, "seal_many", seal_many)
    patch.setattr(actions, "seal_all", lambda record, texts: seal_many([(record, texts)])[0])
    patch.setattr(actions, "seal", lambda record, field, text: seal_many([(record, {field: text})])[0][field])

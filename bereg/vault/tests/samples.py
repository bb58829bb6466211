"""A record with sealed fields, for tests: it has a table in no database."""

from uuid import UUID, uuid4

from django.db import models
from django.test.utils import isolate_apps

from bereg.accounts.models import User
from bereg.vault import rules
from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField

with isolate_apps("bereg.vault"):

    class Sample(models.Model):
        """A record of a centre."""

        id = models.UUIDField(primary_key=True, default=uuid4)
        centre_id = models.UUIDField()
        narrative = SealedField(kind=Kind.NARRATIVE)
        remark = SealedField(kind=Kind.NARRATIVE)
        telephone = SealedField(kind=Kind.CONTACT)

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return str(self.pk)


LABEL = Sample._meta.label_lower


def sample(centre: UUID | None = None) -> Sample:
    """Return a record of a centre."""
    return Sample(centre_id=centre or uuid4())


def everybody(_by: User, _record: Sample, _kind: Kind) -> bool:
    """Let everybody read."""
    return True


def forget_rules() -> None:
    """Take the rules of tests out again."""
    rules._rules.pop(LABEL, None)

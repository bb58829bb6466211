"""What a record with sealed text says of itself: who opens it, when its time is over, whether a hold keeps it.

Only the record knows this, so it stands on its model; whatever crosses rooms finds the models in Django's own registry
and names none. See docs/decisions/0081-parts-of-an-enquiry.md.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.vault.classes import Kind

UNSAID = "vault.E001"


class Kept(models.Model):
    """A record with sealed text. One that leaves out what retention or the vault asks of it stops the start."""

    hangs_on: ClassVar[str] = ""  # the relation to the record that it is a part of
    held: ClassVar[bool] = True  # whether a hold keeps it: on itself, or on what it hangs on
    stays: ClassVar[bool] = True  # whether its row is left, without text, when its text is erased
    searched: ClassVar[tuple[str, ...]] = ()  # the sealed fields that a search in texts opens
    has_own_rules: ClassVar[bool] = False  # whether its room says the rules of retention itself

    class Meta:
        abstract = True

    def opens(self, person: User, kind: Kind) -> bool:
        """Tell the vault whether somebody may open the texts of a class."""
        raise NotImplementedError

    @classmethod
    def due(cls, now: datetime) -> models.QuerySet[Self]:
        """Return the records whose time is over. Once they are erased, it no longer finds them."""
        raise NotImplementedError

    @classmethod
    def due_in_parts(cls, now: datetime) -> Sequence[models.QuerySet[Self]]:
        """Return the same as several queries that share nothing, where that lets an index find each."""
        return [cls.due(now)]

    @classmethod
    def kept_for(cls) -> StrOrPromise:
        """Say in words how long it is kept."""
        raise NotImplementedError

    @classmethod
    def check(cls, **kwargs: Any) -> list[CheckMessage]:
        """Return an error for each thing that the model leaves unsaid."""
        unsaid = [Error(f"{cls._meta.label}: {what}.", obj=cls, id=UNSAID) for what in cls._unsaid()]
        return [*super().check(**kwargs), *unsaid]

    @classmethod
    def _unsaid(cls) -> Iterator[str]:
        if cls.opens is Kept.opens:
            yield "write `def opens(self, person, kind)`, which says who may open its texts"
        if cls.has_own_rules:
            return
        if _is_left_out(cls, "due"):
            yield "write `def due(cls, now)`, a class method that returns the records whose time is over"
        if _is_left_out(cls, "kept_for"):
            yield "write `def kept_for(cls)`, a class method that says in words how long it is kept"


def _is_left_out(model: type[Kept], name: str) -> bool:
    return getattr(model, name).__func__ is getattr(Kept, name).__func__


def kept_models() -> list[type[Kept]]:
    """Return every model of records with sealed text."""
    return [model for model in apps.get_models() if issubclass(model, Kept)]


def above(model: type[models.Model]) -> type[models.Model] | None:
    """Return the model of what a record hangs on; None where it stands for itself."""
    if not (issubclass(model, Kept) and model.hangs_on):
        return None
    found: Any = model._meta.get_field(model.hangs_on).related_model
    return found  # type: ignore[no-any-return]

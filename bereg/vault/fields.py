"""The field that holds sealed bytes. Opened text is never a model's value; see actions.py."""

from typing import Any

from django.db import models

from bereg.vault import sealing
from bereg.vault.classes import Kind


class SealedField(models.BinaryField[bytes, bytes]):
    """Sealed text of one class; b"" is no text. Its model has a UUID as key, and `centre_id`.

    index: the name of the model's BinaryField that holds the blind index of this field, where it is to be found by it.
    tag: the name of the one that holds what proves who has written it, where no act says so (`comparing_with_log.py`).
    from_outside: whether somebody types it who is nobody of the staff, in a process without the key of the log. Nothing
    proves who has written that, so whatever shows it says that nobody of the house has.
    """

    def __init__(
        self,
        *args: Any,
        kind: Kind | str = Kind.NARRATIVE,
        index: str = "",
        tag: str = "",
        from_outside: bool = False,
        **kwargs: Any,
    ) -> None:
        self.kind, self.index, self.tag, self.from_outside = Kind(kind), index, tag, from_outside
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        name, path, args, kwargs = super().deconstruct()
        said = (("index", self.index), ("tag", self.tag), ("from_outside", self.from_outside))
        beside = {word: value for word, value in said if value}
        return name, path, args, {**kwargs, "kind": str(self.kind), **beside}

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        """Return bytes, which not every driver gives."""
        return None if value is None else bytes(value)


class SealedFileField(models.FileField):
    """A sealed file of one class, stored as `seal_file` makes it; never handed out by an address of its own."""

    def __init__(self, *args: Any, kind: Kind | str = Kind.VOICE, **kwargs: Any) -> None:
        self.kind = Kind(kind)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": str(self.kind)}


Field = SealedField | SealedFileField


def sealed_fields(model: models.Model | type[models.Model]) -> list[Field]:
    """Return the fields of a model that hold something sealed."""
    return [each for each in model._meta.concrete_fields if isinstance(each, SealedField | SealedFileField)]


def standing(model: type[models.Model], field: Field) -> models.QuerySet[Any]:
    """Return the records, of whatever centre, for which something sealed stands in a field."""
    if isinstance(field, SealedFileField):
        return model._base_manager.filter(**{f"{field.name}__gt": ""})  # neither empty nor null
    return model._base_manager.exclude(**{field.name: b""})


def sealed_field(model: models.Model | type[models.Model], name: str) -> Field:
    """Return the field of a name that holds something sealed. Raise TypeError on any other field."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField | SealedFileField):
        raise TypeError(f"{model._meta.label}.{name} is no sealed field.")
    return field


def kind_of(model: models.Model | type[models.Model], name: str) -> Kind:
    """Return the class of what a sealed field holds. Raise TypeError on any other field."""
    return sealed_field(model, name).kind


def field_of(model: models.Model | type[models.Model], name: str) -> SealedField:
    """Return the sealed field of a name. Raise TypeError on any other field."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(f"{model._meta.label}.{name} is no sealed field.")
    return field


def place_of(record: Any, field: str) -> bytes:
    """Return what a text of a record's field belongs to."""
    return sealing.place(record._meta.label_lower, record.pk, field, record.centre_id)

"""Whether what stands is what was written here: compared with the audit log, or with a tag beside the text.

Whoever has a centre's public key can seal, and whoever can write to the database can put older bytes back. Neither can
write an act under the key of the log. See docs/decisions/0075-who-wrote-it.md.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bereg.audit import chain, digests
from bereg.vault.classes import Kind
from bereg.vault.faults import Damaged, Unwritten, VaultFault, VaultLocked
from bereg.vault.fields import Field, SealedField, SealedFileField, field_of, place_of, sealed_fields

TRIES = 5
USE = "written"
Bytes = dict[str, bytes]  # by the name of the field


def written_new(record: Any) -> bytes:
    """Return what an act has stored in a record that is new, for its entry. Texts with a tag are left out."""
    texts = (each for each in sealed_fields(record) if isinstance(each, SealedField) and not each.tag)
    values = {each.name: getattr(record, each.name) for each in texts}
    return written_of({name: value for name, value in values.items() if value})


def written_of(columns: Mapping[str, bytes]) -> bytes:
    """Return what an act has stored, for its entry: the sealed bytes of the texts that it has sealed, by their fields.

    Never of others that stand beside them: they may be forged, and would be taken for written from then on.
    """
    return digests.joined({name: digests.digest_of(bytes(sealed)) for name, sealed in columns.items()})


def written_file(field: str, sha256: bytes) -> bytes:
    """Return what an act has stored as the sealed file of a field."""
    return digests.joined({field: sha256})


def emptied(record: Any, kinds: Collection[Kind]) -> bytes:
    """Return what an act has stored that erases the texts of these classes."""
    gone = [each for each in sealed_fields(record) if each.kind in kinds and not _tag_name(each)]
    return digests.joined({each.name: digests.NOTHING for each in gone})


def tag(record: Any, name: str, sealed: bytes) -> bytes:
    """Return what proves that a process with the key has sealed a text for this place; b"" in any other process."""
    key = chain.held_key()
    if key is None or not sealed:
        return b""
    return hmac.digest(chain.sub_key(key, USE), place_of(record, name) + b"|" + digests.digest_of(sealed), "sha256")


def proven(record: Any, names: Sequence[str]) -> Bytes:
    """Return the sealed bytes of texts as they stand, each the one that was written here. Raise Damaged, Unwritten.

    A colleague may have stored another text since the record was read. Then it is read once more: between two looks at
    the acts that say the same, nobody has.
    """
    held = {name: bytes(getattr(record, name)) for name in names}
    known = _known([record], names).get(str(record.pk), {})
    fault = _first_fault(record, held, known)
    for _try in range(TRIES):
        if fault is None or record._state.adding:
            break
        held = _stored(record, names, held)
        before, known = known, _known([record], names).get(str(record.pk), {})
        fault = _first_fault(record, held, known)
        if before == known:
            break
    if fault is not None:
        raise fault
    for name, value in held.items():
        setattr(record, name, value)
    return held


def unproven(records: Sequence[Any], name: str) -> set[Any]:
    """Return the ids of those whose text is, as it was read, not the one that was written here."""
    known = _known(records, [name])
    return {
        each.pk
        for each in records
        if _first_fault(each, {name: bytes(getattr(each, name))}, known.get(str(each.pk), {}))
    }


def demand_none(record: Any, names: Sequence[str]) -> None:
    """Check that texts which do not stand were not taken away. Raise Damaged. A process without the key cannot tell."""
    if names and chain.held_key() is not None:
        proven(record, names)


def fault_of(record: Any, field: Field, sha256: bytes, known: digests.Digests) -> VaultFault | None:
    """Return what is wrong with a text or file whose sealed bytes have this digest."""
    if _has_tag(record, field, sha256) or getattr(field, "from_outside", False):
        return None
    said = digests.said_of(field.name, known)
    if said is None:
        return None if sha256 == digests.NOTHING else Unwritten("No act of the record has written this.")
    if hmac.compare_digest(said, sha256):
        return None
    if said == digests.UNPROVEN:
        return Damaged("The entry of the audit log that says what was written here was changed.")
    return Damaged("What stands is not what the audit log says was written here.")


def known_of(records: Sequence[Any]) -> dict[str, digests.Digests]:
    """Return what the newest acts have stored in records of one model, by their ids. Raise VaultLocked."""
    key = chain.held_key()
    if key is None:
        raise VaultLocked("This process does not hold the key of the audit log.")
    return digests.newest(records[0]._meta.label_lower, [str(each.pk) for each in records], key) if records else {}


def _known(records: Sequence[Any], names: Sequence[str]) -> dict[str, digests.Digests]:
    """Return what the acts say; nothing is asked where every text is proven by its tag."""
    fields = [field_of(record, name) for record in records[:1] for name in names]
    is_tagged = all(each.tag for each in fields) and all(
        _has_tag(record, each, digests.digest_of(bytes(getattr(record, each.name))))
        for record in records
        for each in fields
    )
    return {} if is_tagged else known_of(records)


def _first_fault(record: Any, held: Bytes, known: digests.Digests) -> VaultFault | None:
    faults = (fault_of(record, field_of(record, name), digests.digest_of(value), known) for name, value in held.items())
    return next((each for each in faults if each), None)


def _stored(record: Any, names: Sequence[str], held: Bytes) -> Bytes:
    """Read the sealed bytes once more, with the centre that they are sealed for, and the tags beside them."""
    beside = ["centre_id", *(each for each in map(_tag_name, (field_of(record, name) for name in names)) if each)]
    row = type(record)._base_manager.filter(pk=record.pk).values(*names, *beside).first()
    if row is None:
        return held
    for each in beside:
        setattr(record, each, bytes(row[each]) if each != "centre_id" else row[each])
    return {name: bytes(row[name]) for name in names}


def _tag_name(field: Field) -> str:
    return "" if isinstance(field, SealedFileField) else field.tag


def _has_tag(record: Any, field: Field, sha256: bytes) -> bool:
    name, key = _tag_name(field), chain.held_key()
    if not name or key is None:
        return False
    stands = bytes(getattr(record, name))
    if sha256 == digests.NOTHING:
        return stands == b""
    made = hmac.digest(chain.sub_key(key, USE), place_of(record, field.name) + b"|" + sha256, "sha256")
    return hmac.compare_digest(stands, made)

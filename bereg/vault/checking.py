"""Whether the keys are whole: each opens, belongs together, and is there for whatever names it."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nacl.public import PrivateKey

from bereg.vault import comparing_all, keyring, recipient_keys, root
from bereg.vault.classes import READS, Holder, Kind
from bereg.vault.datakeys import open_key
from bereg.vault.faults import Damaged, NoPrivateKey, Unwritten
from bereg.vault.models import Kek, Key, Recipient, Secret
from bereg.vault.rotating import is_interrupted
from bereg.vault.wrapping import PUBLIC_B, WRAPPED_B

BATCH = 500
_NOBODYS = gettext_lazy(
    "%(field)s of %(record)s: no act of the record has written what stands there. It is not shown as anybody's words."
)
_CHANGED = gettext_lazy(
    "%(field)s of %(record)s: what stands there is not what was written last. It was changed, emptied, or put back."
)


def counts() -> dict[str, int]:
    """Return how many there are of what."""
    return {
        "keys": Key.objects.count(),
        "pairs": Kek.objects.count(),
        "recipients": Recipient.objects.count(),
        "secrets": Secret.objects.count(),
    }


def problems(
    progress: Callable[[int], object] = lambda _count: None, compared: Callable[[int], object] = lambda _count: None
) -> Iterator[str]:
    """Yield what is wrong, a sentence each. Raise VaultLocked.

    progress: told how many keys were opened; compared: of how many records the texts were compared.
    """
    keyring.require()
    yield from _secrets()
    yield from _pairs()
    yield from _keys(progress)
    yield from _recipients()
    yield from not_ours(compared)


def weaknesses() -> Iterator[str]:
    """Yield why the file of the root key is soon opened by somebody who guesses, a sentence each."""
    if why := keyring.weak_passphrase():
        yield _("The passphrase of the root key is too weak: %s.") % why
    if root.exists() and root.work() < root.LEAST_WORK:
        yield _("Guessing at the passphrase of the root key is cheap: its file was made while the machine was busy.")


def not_ours(progress: Callable[[int], object] = lambda _count: None) -> Iterator[str]:
    """Yield the sealed texts and files that are not what was written here, a sentence each. Raise VaultLocked."""
    for each in comparing_all.wrong(progress):
        words = _NOBODYS if isinstance(each.fault, Unwritten) else _CHANGED
        yield words % {"field": f"{each.label}.{each.field}", "record": each.record}


def does_not_open(record: UUID, kind: str) -> str:
    """Name a key that does not open."""
    return _("The key of the record %(record)s, class %(kind)s, does not open.") % {"record": record, "kind": kind}


def _secrets() -> Iterator[str]:
    for secret in Secret.objects.order_by("pk"):
        try:
            keyring.secret(secret.pk)
        except NoPrivateKey:
            yield _("The secret %s does not open under this root key.") % secret.pk


def _pairs() -> Iterator[str]:
    private = set(Secret.objects.filter(kind="private").values_list("pk", flat=True))
    for kek in Kek.objects.order_by("centre", "made_at"):
        if str(kek.pk) in private:
            yield from _halves(kek)
        elif kek.retired_at is None:
            yield _("The pair %s wraps new keys, and its private half is missing.") % kek.pk
    for centre in Kek.objects.exclude(retired_at=None).values_list("centre", flat=True).distinct():
        if is_interrupted(centre):
            yield _("The rotation of the centre %s is not over: run it again.") % centre


def _halves(kek: Kek) -> Iterator[str]:
    try:
        matching = bytes(PrivateKey(keyring.private(kek.pk)).public_key) == bytes(kek.public)
    except NoPrivateKey:
        return  # said among the secrets
    if not matching:
        yield _("The two halves of the pair %s do not belong together.") % kek.pk


def _keys(progress: Callable[[int], object]) -> Iterator[str]:
    private = set(Secret.objects.filter(kind="private").values_list("pk", flat=True))
    rows = Key.objects.filter(holder=Holder.CENTRE).values("kek").annotate(count=Count("pk")).order_by("kek")
    without = {kek: count for kek, count in rows.values_list("kek", "count") if str(kek) not in private}
    for kek, count in without.items():
        yield _("Keys under the pair %(pair)s, whose private half is missing: %(count)d.") % {
            "count": count,
            "pair": kek,
        }
    for batch in _batches():
        for key in batch:
            if key.kek not in without and not _opens(key):
                yield does_not_open(key.record, key.kind)
        progress(len(batch))


def _batches() -> Iterator[list[Key]]:
    """Yield every key, page by page: a reader that stays would keep SQLite's log from being cut."""
    last = 0
    while batch := list(Key.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        yield batch


def _opens(key: Key) -> bool:
    if len(bytes(key.wrapped)) != WRAPPED_B:
        return False
    if key.holder != Holder.CENTRE:
        return True  # for somebody else: nobody here can try it
    try:
        open_key(key)
    except Damaged:
        return False
    except NoPrivateKey:
        pass  # said among the secrets
    return True


def _recipients() -> Iterator[str]:
    """Say what of receipts and links does not fit together; none of their pairs can be tried here."""
    own = Recipient.objects.filter(record=OuterRef("record"), holder=OuterRef("holder"))
    orphans = Key.objects.exclude(holder=Holder.CENTRE).exclude(Exists(own)).count()
    if orphans:
        yield _("Keys for receipts or links that are not there: %d.") % orphans
    left_out = sum(_left_out(holder, kind) for holder, reads in READS.items() for kind in reads)
    if left_out:
        yield _("Texts that a receipt or a link should open, and has no key for: %d.") % left_out
    short = sum(len(bytes(public)) != PUBLIC_B for public in Recipient.objects.values_list("public", flat=True))
    if short:
        yield _("Receipts or links with a public half of a wrong length: %d.") % short


def _left_out(holder: Holder, kind: Kind) -> int:
    keys = Key.objects.filter(record=OuterRef("record"), kind=kind)
    admitted = recipient_keys.in_time(Recipient.objects.filter(holder=holder))
    standing = admitted.filter(Exists(keys.filter(holder=Holder.CENTRE)))
    return standing.exclude(Exists(keys.filter(holder=holder))).count()


def centres_without_keys(centres: set[UUID]) -> set[UUID]:
    """Return which of these centres have no pair yet."""
    return centres - set(Kek.objects.filter(Q(retired_at=None)).values_list("centre", flat=True))

"""Whether the keys are whole: each opens, belongs together, and is there for whatever names it."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from bereg.vault import ring
from bereg.vault.classes import Holder
from bereg.vault.faults import NoPrivateKey
from bereg.vault.models import Kek, Key, Secret
from bereg.vault.rotating import unfinished
from bereg.vault.wrapping import WRAPPED_B


def counts() -> dict[str, int]:
    """Return how many there are of what."""
    return {"keys": Key.objects.count(), "pairs": Kek.objects.count(), "secrets": Secret.objects.count()}


def problems() -> Iterator[str]:
    """Yield what is wrong, a sentence each. Raise VaultLocked."""
    ring.require()
    yield from _secrets()
    yield from _pairs()
    yield from _keys()


def _secrets() -> Iterator[str]:
    for secret in Secret.objects.order_by("pk"):
        try:
            ring.secret(secret.pk)
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
        if unfinished(centre):
            yield _("The rotation of the centre %s is not over: run it again.") % centre


def _halves(kek: Kek) -> Iterator[str]:
    try:
        matching = bytes(PrivateKey(ring.private(kek.pk)).public_key) == bytes(kek.public)
    except NoPrivateKey:
        return  # said among the secrets
    if not matching:
        yield _("The two halves of the pair %s do not belong together.") % kek.pk


def _keys() -> Iterator[str]:
    private = set(Secret.objects.filter(kind="private").values_list("pk", flat=True))
    rows = Key.objects.filter(holder=Holder.CENTRE).values("kek").annotate(count=Count("pk")).order_by("kek")
    for kek, count in rows.values_list("kek", "count"):
        if str(kek) not in private:
            yield _("Keys under the pair %(pair)s, whose private half is missing: %(count)d.") % {
                "count": count,
                "pair": kek,
            }
    short = sum(
        len(bytes(wrapped)) != WRAPPED_B for wrapped in Key.objects.values_list("wrapped", flat=True).iterator()
    )
    if short:
        yield _("Keys of a wrong length: %d.") % short


def centres_without_keys(centres: set[UUID]) -> set[UUID]:
    """Return which of these centres have no pair yet."""
    return centres - set(Kek.objects.filter(Q(retired_at=None)).values_list("centre", flat=True))

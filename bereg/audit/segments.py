"""What stands for months that were deleted: where each ended, signed."""

import hmac

from bereg.audit import chain
from bereg.audit.chain import End
from bereg.audit.models import Segment
from bereg.audit.verifying import Damage, DamageKind


def start(key: bytes | None) -> tuple[End, list[Damage]]:
    """Return where the entries that are left begin, and what is wrong with the segments before them."""
    end, wrong = End(), []
    for segment in Segment.objects.order_by("last_seq"):
        name = f"{segment.month:%Y-%m}"
        follows = segment.first_seq == end.seq + 1 and segment.last_seq >= segment.first_seq
        if not follows or (key is not None and bytes(segment.signature) != signature_of(segment, key)):
            wrong.append(Damage(DamageKind.SEGMENT, segment.last_seq, name))
        end = End(segment.last_seq, bytes(segment.last_mac))
    return end, wrong


def signature_of(segment: Segment, key: bytes) -> bytes:
    """Return what a segment must be signed with."""
    text = f"{segment.month:%Y-%m}|{segment.first_seq}|{segment.last_seq}|{bytes(segment.last_mac).hex()}"
    return hmac.digest(chain.sub_key(key, "segment"), text.encode("ascii"), "sha256")

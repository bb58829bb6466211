"""What proves that this program has made what lets somebody in: a digest under a key that is in no database.

Whoever can write to the records could else give somebody a password, a factor or a link of their own, and sign in as
them. A proof is bound to the person, and to what was made. See docs/decisions/0152-planted-second-factors.md.
"""

import hmac
import json
import time
from typing import Any

PROOF = "proof"  # beside what the sign-in library keeps of a factor
LONGEST = 80


def of_password(user_id: object, hashed: str) -> str:
    """Return the proof of a password's hash that was set just now. Raise VaultLocked."""
    return _made(int(time.time()), "password", user_id, hashed)


def of_factor(user_id: object, type: str, data: dict[str, Any]) -> str:
    """Return the proof of a second factor that was set, or changed, just now. Raise VaultLocked."""
    return _made(int(time.time()), type, user_id, bare(data))


def holds_for_password(proof: str, user_id: object, hashed: str) -> bool:
    """Tell whether this program has set a password for this person. Raise VaultLocked."""
    return _holds(proof, "password", user_id, hashed)


def holds_for_factor(user_id: object, type: str, data: Any) -> bool:
    """Tell whether this program has set a second factor for this person as it stands. Raise VaultLocked."""
    return isinstance(data, dict) and _holds(data.get(PROOF), type, user_id, bare(data))


def of_link(kind: str, opens: list[object]) -> str:
    """Return the proof of a one-time link that was made just now. Raise VaultLocked."""
    return _made(int(time.time()), kind, opens[0], opens[1:])


def holds_for_link(proof: str, kind: str, opens: list[object]) -> bool:
    """Tell whether this program has made a link, to open what it opens. Raise VaultLocked."""
    return _holds(proof, kind, opens[0], opens[1:])


def can_prove() -> bool:
    """Tell whether this process has the key."""
    return bool(_adapter().can_prove())


def keyed(kind: str, said: str) -> str:
    """Return a digest of something, under the key: whoever has not the key makes none. Raise VaultLocked."""
    return str(_adapter().proof(json.dumps([kind, said]).encode()).hex())


def bare(data: Any) -> dict[str, Any]:
    """Return what the sign-in library keeps of a factor, without our proof; nothing of what it never keeps."""
    return {name: value for name, value in data.items() if name != PROOF} if isinstance(data, dict) else {}


def _made(at: int, kind: str, user_id: object, what: object) -> str:
    said = json.dumps([at, str(kind), str(user_id), what], sort_keys=True, separators=(",", ":"))
    return f"{at}.{_adapter().proof(said.encode()).hex()}"


def _holds(proof: object, kind: str, user_id: object, what: object) -> bool:
    at, _dot, _digest = proof.partition(".") if isinstance(proof, str) else ("", "", "")
    if not (at.isascii() and at.isdigit() and len(at) < LONGEST):
        return False
    return hmac.compare_digest(_made(int(at), kind, user_id, what).encode(), str(proof).encode(errors="replace"))


def _adapter() -> Any:
    from allauth.mfa.adapter import get_adapter  # it needs every record, and the person is one of them

    return get_adapter()

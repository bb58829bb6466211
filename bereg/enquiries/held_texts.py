"""A text that is held stays as it stands: a correction adds below it, and takes nothing of it away."""

import json
from collections.abc import Collection, Mapping

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.enquiries.texts import CALL_BACK, NARRATIVE, TEXTS, TYPED_ANSWERS, Opened, opened
from bereg.questionnaire.answers import Answers
from bereg.retention.holds import HeldError
from bereg.retention.models import Hold
from bereg.vault.because import Because


def refuse_to_lose(enquiry: Enquiry, hold: Hold, new: Mapping[str, str], *, keep: Collection[str], by: User) -> None:
    """Raise HeldError where a correction would take away from what stands. Never call it inside a transaction.

    new: the texts to be; keep: the names of those that nobody could read, and that stay.
    """
    names = [name for name in TEXTS if name not in keep and getattr(enquiry, name)]
    stands = opened(enquiry, names, by=by, because=Because.CORRECTION)
    if not all(_stays(name, stands, new) for name in names):
        raise HeldError(hold)


def _stays(name: str, stands: Opened, new: Mapping[str, str]) -> bool:
    if name in stands.closed:
        return False  # nobody can tell what would go
    if name == NARRATIVE:
        return is_added_below(stands.narrative, new[name])
    if name == TYPED_ANSWERS:
        typed: Answers = json.loads(new[name] or "{}")
        return stands.typed.items() <= typed.items()
    return new[CALL_BACK].strip() == stands.call_back.strip()


def is_added_below(before: str, now: str) -> bool:
    """Tell whether a text keeps what stood, and has nothing but lines below it more. Where nothing stood, any does."""
    old, text = before.rstrip(), now.rstrip()
    return text == old or not old or text.startswith(f"{old}\n")

"""A record that a visitor has a receipt of, and a partner a link: for tests."""

from typing import Any

from bereg.vault import actions
from bereg.vault.classes import Holder
from bereg.vault.tests.samples import Sample, sample

RECEIPT, LINK = "48213 90557 11306 72984 66021", "heron-weir-invented-lantern"
REPLY, REFERRAL = "A lawyer will speak with you. Юрист поговорит с вами.", "She asks for a shelter."


def admitted(**more: Any) -> Sample:
    """Return a record that a visitor has a receipt of, and a partner a link."""
    made = sample()
    actions.admit(made, Holder.RECEIPT, RECEIPT, **more)
    actions.admit(made, Holder.LINK, LINK, **more)
    return made


def write(record: Sample, **texts: str) -> None:
    for field, sealed in actions.seal_all(record, texts).items():
        setattr(record, field, sealed)


def opened(record: Sample) -> list[str]:
    """Return what the receipt opens, and the link."""
    return [actions.open_reply(record, RECEIPT), *(actions.open_reply(record, LINK, each) for each in BOTH)]


BOTH = ("reply", "referral")
ALL_OPEN = [REPLY, REPLY, REFERRAL]

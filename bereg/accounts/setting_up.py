"""What a new installation still needs: steps that rooms offer in their module `first_steps`, found by its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django_stubs_ext import StrOrPromise

from bereg.accounts import switches
from bereg.accounts.models import User
from bereg.core.concerns import said

DISMISSED = "setting_up.dismissed"


@dataclass(frozen=True)
class Step:
    """One line of the list. order: from top to bottom."""

    code: str
    label: StrOrPromise
    sentence: StrOrPromise  # what is so, or what to do and why
    button: StrOrPromise
    address: str  # where the button leads; empty: there is none
    order: int
    is_done: bool
    is_grave: bool = False  # while it is open, the day of an administrator begins with it
    is_sent: bool = False  # the button does something, and does not only lead
    is_noted: bool = False  # done once the button was pressed


def steps(person: User) -> list[Step]:
    """Return all steps in their order."""
    return sorted(each_step(person), key=lambda step: step.order)


def each_step(person: User) -> Iterator[Step]:
    """Yield one step after the other: each page of an administrator asks until the first that is not done."""
    offered: list[Callable[[User], Step]] = [step for steps in said("first_steps", "STEPS") for step in steps]
    return (step(person) for step in offered)


def is_open(person: User) -> bool:
    """Tell whether something is left to do, and nobody has put the page away."""
    return _is_wanted() and any(not step.is_done for step in each_step(person))


def is_grave(person: User) -> bool:
    """Tell whether something is left without which people could come to harm, or the records be lost."""
    return _is_wanted() and any(step.is_grave and not step.is_done for step in each_step(person))


def was_noted(code: str) -> bool:
    """Tell whether the button of a step was pressed."""
    return switches.is_made(_name(code))


def note(code: str, *, by: User) -> None:
    """Remember that the button of a step was pressed."""
    switches.make(_name(code), by=by, act="setting_up.looked")


def dismiss(*, by: User) -> None:
    """Put the page away; its address stays."""
    switches.make(DISMISSED, by=by, act=DISMISSED)


def _is_wanted() -> bool:
    return not settings.DEMONSTRATION and not switches.is_made(DISMISSED)


def _name(code: str) -> str:
    return f"setting_up.{code}"

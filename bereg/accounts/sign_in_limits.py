"""Guessing a password from an unknown browser: each wrong try makes the next one wait longer.

Three things are counted over all web processes: the account, from wherever; the account from one network, so that the
guesser's own addresses wait long before the account's other new browsers do; and the address, whatever it tries. No
rule locks anybody out, as the next try is always possible after a while; known browsers are not counted here at all.
"""

import datetime as dt
import hmac
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from bereg.accounts import failed_tries
from bereg.accounts.models import Try

SKEW = dt.timedelta(minutes=1)  # what is dated later was counted before the clock was set back
# Made before the web processes are forked, so that they share it; kept nowhere, so that no address can be found again.
_ADDRESS_KEY = secrets.token_bytes(32)


class TryTooSoonError(Exception):
    """Too many attempts were wrong; `wait` is how long until the next one is looked at."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(f"The next try may be made in {wait}.")
        self.wait = wait


@dataclass(frozen=True)
class WaitingRule:
    """After `free` tries within a time each next one waits twice as long, up to the longest wait."""

    free: int
    first: dt.timedelta
    longest: dt.timedelta
    within: dt.timedelta = failed_tries.WITHIN

    def wait(self, count: int) -> dt.timedelta:
        """Return how long after the last of so many tries the next one is looked at."""
        if count < self.free:
            return dt.timedelta()
        return min(self.first * (1 << min(count - self.free, 20)), self.longest)


HALF_MINUTE, MINUTE = dt.timedelta(seconds=30), dt.timedelta(minutes=1)
# Within any hour at most 20 tries pass the first, and 9 the second: less than what makes others wait by the first.
ACCOUNT = WaitingRule(free=10, first=HALF_MINUTE, longest=dt.timedelta(minutes=8))
ACCOUNT_FROM_NETWORK = WaitingRule(free=3, first=HALF_MINUTE, longest=dt.timedelta(hours=1))
ADDRESS = WaitingRule(free=20, first=MINUTE, longest=MINUTE, within=MINUTE)


@transaction.atomic
def take(username: str, address: str) -> list[int]:
    """Count one try before it is made. Return its numbers. Raise TryTooSoonError. The same work for an unknown name."""
    rules = _rules(username, address)
    for sign in sorted(rules):  # in one order, so that two never wait for each other
        failed_tries.one_at_a_time(sign)
    now = timezone.now()
    wait = max(_wait(sign, rule, now) for sign, rule in rules.items())
    if wait > dt.timedelta():
        raise TryTooSoonError(wait)
    return [Try.objects.create(account=sign, at=now).pk for sign in rules]


def give_back(numbers: Sequence[int]) -> None:
    """Do not count a try that succeeded."""
    Try.objects.filter(pk__in=numbers).delete()


def _rules(username: str, address: str) -> dict[str, WaitingRule]:
    return {
        failed_tries.sign_of(failed_tries.PASSWORD, username): ACCOUNT,
        _sign(f"{username} {network_of(address)}"): ACCOUNT_FROM_NETWORK,
        _sign(address): ADDRESS,
    }


def network_of(address: str) -> str:
    """Return the network that an address belongs to: what one person gets from a provider without effort."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    prefix = 24 if known.version == 4 else 48
    return str(ipaddress.ip_network(f"{known}/{prefix}", strict=False))


def _wait(sign: str, rule: WaitingRule, now: dt.datetime) -> dt.timedelta:
    tries = Try.objects.filter(account=sign, at__gt=now - rule.within, at__lte=now + SKEW)
    found = tries.aggregate(count=Count("pk"), last=Max("at"))
    if not found["count"]:
        return dt.timedelta()
    passed: dt.timedelta = max(now - found["last"], dt.timedelta())
    return rule.wait(found["count"]) - passed


def _sign(text: str) -> str:
    return hmac.digest(_ADDRESS_KEY, text.encode(), "sha256").hex()

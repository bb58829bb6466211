"""What is wanted of a campaign, a material, a place and a distribution: as forms read it, and actions store it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bereg.campaigns.models import Place
from bereg.centres.models import Centre
from bereg.reference.models import ReferenceEntry


@dataclass(frozen=True)
class WantedCampaign:
    """What is said to whom, from when to when, who permitted it, and what there is to spend."""

    name: str
    centre: Centre | None
    aim: str
    target_group: str
    message: str
    first_day: dt.date
    last_day: dt.date | None
    permitted_by: str
    permit_number: str
    permitted_on: dt.date | None
    budget: Decimal | None
    currency: str


@dataclass(frozen=True)
class WantedMaterial:
    """What is given out or shown."""

    kind: str
    name: str
    language: str
    edition: str
    print_run: int | None
    cost: Decimal | None
    currency: str


@dataclass(frozen=True)
class KeptFile:
    """How a material looks, as it may be kept."""

    content: bytes
    kind: str
    ending: str


@dataclass(frozen=True)
class WantedPlace:
    """Where something is given out or shown."""

    kind: str
    name: str
    region: str
    partner: ReferenceEntry | None
    is_closed: bool = False


@dataclass(frozen=True)
class WantedGiving:
    """What was given out or shown, where, and from which day on."""

    place: Place | None  # none: a room above says where
    given_on: dt.date
    copies: int | None = None
    left_over: int = 0
    days_shown: int | None = None
    broadcasts: int | None = None

    @property
    def given_out(self) -> int:
        """How many copies stayed with people."""
        return (self.copies or 0) - self.left_over

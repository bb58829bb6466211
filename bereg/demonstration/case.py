"""One enquiry of the demonstration while it is being made up."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass
class Occasion:
    """One contact beyond the first of an enquiry, or one that brought no enquiry."""

    centre: str
    channel: str
    direction: str
    started_at: dt.datetime
    ended_at: dt.datetime | None = None
    language: str = ""
    anonymous: str = "not_asked"
    disposition: str = "enquiry"
    said: str = ""  # at a contact after the first


@dataclass
class Case:
    """What is decided step by step; times are the centre's own."""

    centre: str
    month: int  # 0 is the first of the year
    first_day: dt.date
    started_at: dt.datetime = dt.datetime.min  # noqa: DTZ901 - set at once, by the step that knows the channel
    took: dt.timedelta | None = None
    channel: str = "phone"
    language: str = ""
    anonymous: str = "not_asked"
    consent: str = "not_asked"
    group: str = "unanswered"
    enquirer: str = ""
    topics: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    urgency: str = "normal"
    outcome: str = ""
    narrative: str = ""
    call_back: str = ""
    further: list[Occasion] = field(default_factory=list)
    closed_at: dt.datetime | None = None

    @property
    def agreed(self) -> bool:
        """Whether anything about the person may be kept."""
        return self.consent == "yes"

    @property
    def topic(self) -> str:
        """The first topic, or none."""
        return self.topics[0] if self.topics else ""

    @property
    def first_contact(self) -> Occasion:
        """The contact that brought the enquiry."""
        end = self.started_at + self.took if self.took else None
        return Occasion(self.centre, self.channel, "in", self.started_at, end, self.language, self.anonymous)

    @property
    def season(self) -> str:
        """The season that topics depend on."""
        names = {1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring", 6: "summer", 7: "summer", 8: "summer"}
        return names.get(self.first_day.month, "autumn")

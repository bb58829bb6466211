"""The contacts of an old register: each of its rows is one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from bereg.centres.import_sections import (
    NOT_ASKED,
    YES_NO_WORDS,
    Cells,
    DayColumn,
    Feed,
    Hint,
    Holds,
    ImportRow,
    ImportSection,
    ImportTarget,
    labels_of,
)
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields, record_many
from bereg.contacts.channels import Anonymous, Channel, Direction, Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.queries import imported_keys

DATE, TIME, CHANNEL, LINE, LANGUAGE = (f"contact.{name}" for name in ("date", "time", "channel", "line", "language"))
DIRECTION, ANONYMOUS, DISPOSITION = (f"contact.{name}" for name in ("direction", "anonymous", "disposition"))
LISTS: dict[str, type[TextChoices]] = {
    CHANNEL: Channel,
    DIRECTION: Direction,
    LANGUAGE: Language,
    ANONYMOUS: Anonymous,
    DISPOSITION: Disposition,
}
TITLES: dict[str, StrOrPromise] = {
    DATE: gettext_lazy("Date"),
    TIME: gettext_lazy("Time"),
    CHANNEL: gettext_lazy("How"),
    LINE: gettext_lazy("Line"),
    LANGUAGE: gettext_lazy("Language"),
    DIRECTION: gettext_lazy("Direction"),
    ANONYMOUS: gettext_lazy("Anonymous"),
    DISPOSITION: gettext_lazy("How the contact ended"),
}
COLUMN_WORDS = {
    CHANNEL: ("channel", "via", "medio", "canal", "канал", "способ"),
    DIRECTION: ("direction", "sentido", "направление"),
    ANONYMOUS: ("anonymous", "anonimo", "anonima", "аноним", "анонимно"),
    DISPOSITION: ("disposition",),
}
# Code to the words that a value for it may be.
VALUE_WORDS = {
    "phone": ("phone", "call", "telefono", "llamada", "appel", "тел", "звонок"),
    "email": ("mail", "correo", "correo electronico", "почта", "электронная почта"),
    "letter": ("carta", "lettre", "письмо"),
    "visit": ("in person", "presencial", "visita", "лично", "приём"),
    "in": ("in", "entrante", "вход"),
    "out": ("out", "saliente", "исход"),
}


@dataclass(frozen=True)
class ImportedContact:
    """What a row says of the contact. started_at: in the zone of the centre."""

    started_at: datetime
    precision: Precision
    channel: Channel
    direction: Direction
    anonymous: Anonymous
    disposition: Disposition
    language: str
    line: str  # its code

    @property
    def brings_enquiry(self) -> bool:
        """Whether the row is more than a contact."""
        return self.disposition == Disposition.ENQUIRY


class ContactSection(ImportSection):
    """When, by which way, and how it ended."""

    blanks: dict[str, ContactFields]  # by line, once the centre is ready; "": of none

    tables = (DATE, TIME, CHANNEL, LINE, DIRECTION, LANGUAGE, ANONYMOUS, DISPOSITION)

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """Every contact has a day and a channel."""
        if DATE not in feeds or not feeds[DATE].column:
            yield DATE, _('write date = { column = "...", formats = ["%Y-%m-%d"] }')
        channel = feeds.get(CHANNEL)
        if not channel or {channel.constant, channel.default} <= {"", NOT_ASKED}:
            yield CHANNEL, _('every contact has one; write constant = "phone", or a default beside the column')

    @classmethod
    def skeleton(cls, guessed: Collection[str], day: DayColumn | None) -> Iterator[str]:
        """Yield the day, and a channel where no column looks like one."""
        yield "[contact]"
        if day:
            if day.doubt:
                yield "# " + _("WARNING") + f": {day.doubt}"
            yield f"date = {day.feed}"
        else:
            yield '# date = { column = "...", formats = ["%d.%m.%Y"] }  # ' + _("no column looks like a date")
        if CHANNEL not in guessed:
            yield 'channel = { constant = "phone" }  # ' + "phone, email, web, letter, visit"
        yield ""

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the day, the time, the closed lists and the lines of the centre."""
        lists = {name: {code: str(label) for code, label in of.choices} for name, of in LISTS.items()}
        coded = {
            name: ImportTarget(labels=labels_of(said), falls_back=True, title=TITLES[name], said=said)
            for name, said in {**lists, LINE: self.destination.lines}.items()
        }
        days = {DATE: ImportTarget(Holds.DAY, title=TITLES[DATE]), TIME: ImportTarget(Holds.TIME, title=TITLES[TIME])}
        return {**days, **coded}

    def hints(self) -> Mapping[str, Hint]:
        """Return the lists that a column shows by its values."""
        words = {**VALUE_WORDS, **YES_NO_WORDS}
        known = {name: self.targets()[name].labels for name in COLUMN_WORDS}
        return {
            name: Hint(
                columns,
                {code: (*labels, *words.get(code, ())) for code, labels in known[name].items()},
                default=Channel.PHONE.value if name == CHANNEL else "",
            )
            for name, columns in COLUMN_WORDS.items()
        }

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return the keys of contacts that were imported before."""
        return imported_keys(keys, centre=self.destination.code)

    def ready(self, centre: Centre) -> None:
        """Note what the contacts have in common."""
        blank = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        self.blanks = {"": blank, **{line.slug: replace(blank, line=line) for line in centre.lines.all()}}

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read when, how and what for."""
        moment = cells.moment(DATE)
        if moment is None:
            raise cells.refusal(DATE, _("%(column)s is no possible date: %(value)r"))
        if moment.clock is None:
            moment = replace(moment, clock=cells.clock(TIME))
        row.put(
            ImportedContact(
                started_at=moment.at(self.destination.zone),
                precision=Precision.DAY if moment.clock is None else Precision.MINUTE,
                channel=Channel(cells.code(CHANNEL)),
                direction=Direction(cells.code(DIRECTION) or Direction.IN),
                anonymous=Anonymous(cells.code(ANONYMOUS) or Anonymous.NOT_ASKED),
                disposition=Disposition(cells.code(DISPOSITION) or Disposition.ENQUIRY),
                language=cells.code(LANGUAGE),
                line=cells.code(LINE),
            )
        )

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store those that brought no enquiry; the others are stored with theirs."""
        alone = []
        for row in rows:
            if said := row.get(ImportedContact):
                fields = self._fields(said, row.key)
                row.put(fields)
                if not said.brings_enquiry:
                    alone.append(fields)
        return lambda: record_many(contacts=alone, by=None)

    def _fields(self, said: ImportedContact, key: str) -> ContactFields:
        return replace(
            self.blanks.get(said.line, self.blanks[""]),
            id=uuid4(),
            channel=said.channel,
            started_at=said.started_at,
            direction=said.direction,
            precision=said.precision,
            language=said.language,
            anonymous=said.anonymous,
            disposition=said.disposition,
            import_key=key,
        )


SECTION = ContactSection

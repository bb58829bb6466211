"""The letters of an old register: each row is one that went out, with what came back, in codes and days alone."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from bereg.audit import actions as audit
from bereg.centres.import_sections import (
    Cells,
    Feed,
    Holds,
    ImportRow,
    ImportSection,
    ImportTarget,
    Moment,
    day_and_code,
    demand_order,
    listed,
    needed_code,
    needed_moment,
)
from bereg.centres.models import Centre
from bereg.dispatch.acts import SENT as SENT_ACT
from bereg.dispatch.changing import store_steps
from bereg.dispatch.choices import (
    GROUNDS,
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchState,
    DispatchStep,
    RecipientAnswer,
    SendingWay,
)
from bereg.dispatch.forms import title_of, titles_of
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.dispatch.queries import imported_keys, recipients
from bereg.enquiries.import_section import KEEP_OPEN
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.reference.models import ReferenceEntry

RECIPIENT, KIND, GROUND, WAY = (f"dispatch.{name}" for name in ("recipient", "kind", "ground", "way"))
SENT, ANSWERED, ANSWER = (f"dispatch.{name}" for name in ("sent", "answered", "answer"))
ENDED, RESULT = (f"dispatch.{name}" for name in ("ended", "result"))
NEEDED = (RECIPIENT, KIND, GROUND, SENT)
LISTS: dict[str, type[TextChoices]] = {
    KIND: DispatchKind,
    GROUND: DispatchGround,
    WAY: SendingWay,
    ANSWER: RecipientAnswer,
    RESULT: DispatchResult,
}
TITLES: dict[str, StrOrPromise] = {
    RECIPIENT: gettext_lazy("Letter: recipient"),
    KIND: gettext_lazy("Letter: what it is"),
    GROUND: gettext_lazy("Letter: on what ground"),
    WAY: gettext_lazy("Letter: how it left"),
    SENT: gettext_lazy("Letter: day it was sent"),
    ANSWERED: gettext_lazy("Letter: day of the answer"),
    ANSWER: gettext_lazy("Letter: what was answered"),
    ENDED: gettext_lazy("Letter: day it ended"),
    RESULT: gettext_lazy("Letter: what came of it"),
}
NAMED_IN = "ru"  # the language in which a mapping names a recipient, where the directory has it


@dataclass(frozen=True)
class ImportedLetter:
    """What a row says of a letter."""

    recipient: ReferenceEntry
    kind: DispatchKind
    ground: DispatchGround
    way: SendingWay
    sent: Moment
    answered: Moment | None
    answer: str
    ended: Moment | None
    result: str


def bodies_by_name() -> dict[str, ReferenceEntry]:
    """Return the organisations and services of the directory by name; a name that two have means neither."""
    named: dict[str, list[ReferenceEntry]] = {}
    for entry in recipients():
        named.setdefault(title_of(entry, NAMED_IN).strip(), []).append(entry)
    return {name: entries[0] for name, entries in named.items() if len(entries) == 1}


class LetterSection(ImportSection):
    """To whom, what, on what ground, when; the answer and the end. What fits nothing rejects the row."""

    tables = (RECIPIENT, KIND, GROUND, WAY, SENT, ANSWERED, ANSWER, ENDED, RESULT)
    has_own_registers = True
    centre: Centre  # once it is ready
    stored = answered = 0

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """What every letter has; and an answer, as an end, has a day and a word."""
        if not any(target in feeds for target in cls.tables):
            return
        for target in NEEDED:
            if target not in feeds:
                yield target, _('every letter has one; write column = "..." or constant = "..."')
        for day, code in ((ANSWERED, ANSWER), (ENDED, RESULT)):
            if day in feeds and code not in feeds:
                yield code, _("a day alone says nothing: tell from a column what it was, or write a constant")
        if SENT in feeds and not feeds[SENT].column:
            yield SENT, _('write sent = { column = "...", formats = ["%Y-%m-%d"] }')

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the bodies of the directory, the closed lists and the days."""
        language = translation.get_language()
        bodies = {code: title_of(entry, language) for code, entry in self._bodies.items()}
        names = {code: tuple({code, *titles_of(entry)}) for code, entry in self._bodies.items()}
        found = {RECIPIENT: ImportTarget(labels=names, is_strict=True, title=TITLES[RECIPIENT], said=bodies)}
        for name, of in LISTS.items():
            found[name] = listed(of, TITLES[name])
        days = {name: ImportTarget(Holds.DAY, title=TITLES[name]) for name in (SENT, ANSWERED, ENDED)}
        return {**found, **days}

    @cached_property
    def _bodies(self) -> dict[str, ReferenceEntry]:
        return bodies_by_name()

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return the keys of letters that were imported before."""
        return imported_keys(keys, centre=self.destination.code)

    def ready(self, centre: Centre) -> None:
        """Note whose letters they are."""
        self.centre = centre

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the letter, if the row has one."""
        if not self.tells(cells, row):
            return
        kind, ground = DispatchKind(needed_code(cells, KIND)), DispatchGround(needed_code(cells, GROUND))
        if ground not in GROUNDS[kind]:
            raise cells.refusal(GROUND, _("%(column)s is no ground on which this leaves: %(value)r"))
        sent = needed_moment(cells, SENT)
        answered, answer = day_and_code(cells, ANSWERED, ANSWER)
        ended, result = self._end(cells, answered)
        demand_order(cells, (SENT, sent), (ANSWERED, answered), (ENDED, ended))
        recipient = self._bodies[needed_code(cells, RECIPIENT)]
        way = SendingWay(cells.code(WAY) or SendingWay.LETTER)
        row.put(ImportedLetter(recipient, kind, ground, way, sent, answered, answer, ended, result))

    def _end(self, cells: Cells, answered: Moment | None) -> tuple[Moment | None, str]:
        """Return when it ended, and with what: on the day of the answer, where no other is written."""
        ended, result = cells.moment(ENDED), cells.code(RESULT)
        if ended and not result:
            raise cells.refusal(RESULT, _("%(column)s is empty, but %(other)s is not"), other=ENDED)
        if result == DispatchResult.NO_ANSWER and answered:
            raise cells.refusal(RESULT, _("%(column)s says that nobody answered, but there is an answer"))
        if result and not (ended or answered):
            raise cells.refusal(ENDED, _("%(column)s is empty, but %(other)s is not"), other=RESULT)
        return (ended or answered if result else None), result

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store each letter: on the enquiry of its row where the person agreed, else on none."""
        made = []
        for row in rows:
            if letter := row.get(ImportedLetter):
                made.append(self._dispatch(row, letter))
                row.put(made[-1])

        def store() -> None:
            Dispatch.objects.bulk_create(made, batch_size=500)
            store_steps([step for each in made for step in _steps(each)])
            audit.record_many(SENT_ACT, targets=list(made), by=None, because="bulk")

        return store

    def _dispatch(self, row: ImportRow, letter: ImportedLetter) -> Dispatch:
        enquiry = row.get(Enquiry)
        sent_at = self._at(letter.sent)
        body = letter.recipient.published
        # Nobody waits any more for the answers of an old register, unless the mapping says so.
        is_open = KEEP_OPEN in self.switched_on and not letter.result
        waits = DispatchState.ANSWERED if letter.answered else DispatchState.SENT
        return Dispatch(
            id=uuid4(),
            centre=self.centre,
            enquiry=enquiry if enquiry and enquiry.consent == Consent.YES else None,
            kind=letter.kind,
            recipient=letter.recipient,
            recipient_sort=str(body.content.get("sort", "")) if body else "",
            ground=letter.ground,
            state=waits if is_open else DispatchState.ENDED,
            drafted_at=sent_at,
            signed_at=sent_at,
            way=letter.way,
            sent_at=sent_at,
            answer=letter.answer,
            answered_at=self._at(letter.answered) if letter.answered else None,
            result=letter.result,
            ended_at=None if is_open else self._at(letter.ended or letter.answered or letter.sent),
            import_key=row.key,
        )

    def _at(self, moment: Moment) -> dt.datetime:
        return moment.at(self.destination.zone)

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count the letters, and those that were answered."""
        letter = row.get(ImportedLetter)
        self.stored += is_new and letter is not None
        self.answered += is_new and letter is not None and letter.answered is not None

    def aside(self) -> str:
        """Say how many there are."""
        words = {"count": self.stored, "answered": self.answered}
        return _("letters: %(count)d, answered: %(answered)d") % words if self.stored else ""


def _steps(made: Dispatch) -> Iterator[DispatchEvent]:
    """Yield what the figures count of a letter; that it ended only where the register says with what."""
    sent_at, answered_at = made.sent_at or made.drafted_at, made.answered_at
    yield _step(made, DispatchStep.SENT, sent_at)
    if answered_at:
        yield _step(made, DispatchStep.ANSWERED, answered_at, made.answer, (answered_at - sent_at).days)
    if made.result and made.ended_at:
        yield _step(made, DispatchStep.ENDED, made.ended_at, made.result)


def _step(
    made: Dispatch, step: DispatchStep, at: dt.datetime, code: str = "", days: int | None = None
) -> DispatchEvent:
    return DispatchEvent(
        centre_id=made.centre_id, enquiry_id=made.enquiry_id, dispatch=made, step=step, code=code, at=at, days=days
    )


SECTION = LetterSection

"""What came of the letters of an old register, and which partner referred old callers: codes, days and numbers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID, uuid4

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from bereg.centres.import_sections import (
    YES_NO_WORDS,
    Cells,
    Feed,
    Holds,
    ImportRow,
    ImportSection,
    ImportTarget,
    Moment,
    listed,
    needed_code,
    needed_moment,
    row_key,
    whole_number,
)
from bereg.centres.models import Centre
from bereg.contacts.import_section import DATE as CALL_DATE
from bereg.contacts.import_section import ImportedContact
from bereg.dispatch.forms import title_of, titles_of
from bereg.dispatch.import_section import KIND as LETTER_KIND
from bereg.dispatch.import_section import ImportedLetter, bodies_by_name
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.referrals.actions import NewOutcome
from bereg.referrals.choices import WITH_ARTICLE, WITH_OUTCOMES, WITH_PEOPLE, OutcomeKind
from bereg.referrals.imported import call_of, letter_of, store_imported
from bereg.referrals.models import ARTICLE as ARTICLE_FORM
from bereg.referrals.models import MOST_PEOPLE, ReferralIn, ReferralOutcome
from bereg.referrals.queries import imported_keys

KIND, HAPPENED, PEOPLE = (f"outcome.{name}" for name in ("kind", "happened", "people"))
ARTICLE, LETTER, LETTERS = (f"outcome.{name}" for name in ("article", "letter", "register"))
PARTNER, CAME, NAMED = (f"referred.{name}" for name in ("partner", "came", "named"))
CALL, CALLS = (f"referred.{name}" for name in ("call", "register"))
OUTCOME, REFERRED = (KIND, HAPPENED, PEOPLE, ARTICLE, LETTER, LETTERS), (PARTNER, CAME, NAMED, CALL, CALLS)
TITLES: dict[str, StrOrPromise] = {
    KIND: gettext_lazy("Outcome: what came of the letter"),
    HAPPENED: gettext_lazy("Outcome: day"),
    PEOPLE: gettext_lazy("Outcome: of how many people"),
    ARTICLE: gettext_lazy("Outcome: article of the criminal code"),
    LETTER: gettext_lazy("Outcome: number of the letter in its register"),
    LETTERS: gettext_lazy("Outcome: source of the register of letters"),
    PARTNER: gettext_lazy("Referred to us: by which partner"),
    CAME: gettext_lazy("Referred to us: day"),
    NAMED: gettext_lazy("Referred to us: the partner named the person"),
    CALL: gettext_lazy("Referred to us: number of the call in its register"),
    CALLS: gettext_lazy("Referred to us: source of the register of calls"),
}
NOT_THERE = gettext_lazy("nothing of the number %(value)r is imported here from the register %(register)r")
CONSENT_GONE = gettext_lazy("the person took the consent back: %(column)s %(value)r")


@dataclass(frozen=True)
class ImportedOutcome:
    """What a row says of an outcome. letter, enquiry: of the letter that it names; None: the row's own letter."""

    outcome: NewOutcome
    letter: UUID | None = None
    enquiry: UUID | None = None


@dataclass(frozen=True)
class ImportedPartner:
    """What a row says of who referred somebody. enquiry: of the call that it names; None: the row's own."""

    came: ReferralIn
    enquiry: UUID | None = None


class LeftOutPartner:
    """Stands on a row whose partner is not kept, as its contact is no enquiry."""


class ReferralSection(ImportSection):
    """What came of a letter, and who referred a caller: of the same row, or of one that was imported before."""

    tables = (*OUTCOME, *REFERRED)
    has_own_registers = True
    centre: Centre  # once it is ready
    outcomes = partners = no_enquiry = late = 0

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.left_out: set[str] = set()  # keys of rows
        self.said_of: set[UUID] = set()  # enquiries whose partner a row of this register said

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """What every one has; and to which letter or call it belongs."""
        every = _('every row of these has one; write column = "..." or constant = "..."')
        if any(target in feeds for target in OUTCOME):
            if KIND not in feeds:
                yield KIND, every
            if HAPPENED not in feeds or not feeds[HAPPENED].column:
                yield HAPPENED, _('write happened = { column = "...", formats = ["%Y-%m-%d"] }')
            yield from _belonging(feeds, (LETTER, LETTERS), LETTER_KIND)
        if any(target in feeds for target in REFERRED):
            if PARTNER not in feeds:
                yield PARTNER, every
            if CALL in feeds and (CAME not in feeds or not feeds[CAME].column):
                yield CAME, _('write came = { column = "...", formats = ["%Y-%m-%d"] }')
            yield from _belonging(feeds, (CALL, CALLS), CALL_DATE)
        if LETTER in feeds and CALL in feeds:
            yield (
                "outcome",
                _("what came of letters and who referred callers are two registers: import one, then the other"),
            )

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the closed list, the partners, the days, the numbers."""
        language = translation.get_language()
        bodies = {code: title_of(entry, language) for code, entry in self._bodies.items()}
        names = {code: tuple({code, *titles_of(entry)}) for code, entry in self._bodies.items()}
        found = {
            KIND: listed(OutcomeKind),
            PARTNER: ImportTarget(labels=names, is_strict=True, said=bodies),
            NAMED: ImportTarget(labels=YES_NO_WORDS, is_strict=True, said={"yes": _("yes"), "no": _("no")}),
            PEOPLE: ImportTarget(Holds.NUMBER, is_strict=True),
            **dict.fromkeys((HAPPENED, CAME), ImportTarget(Holds.DAY)),
            **dict.fromkeys((ARTICLE, LETTER, LETTERS, CALL, CALLS), ImportTarget(Holds.TEXT, is_strict=True)),
        }
        return {name: replace(target, title=TITLES[name]) for name, target in found.items()}

    @cached_property
    def _bodies(self) -> dict[str, ReferenceEntry]:
        return bodies_by_name()

    def standing(self, keys: Iterable[str]) -> set[str]:
        """Return the keys of rows that were imported before."""
        return imported_keys(keys, centre=self.destination.code)

    def ready(self, centre: Centre) -> None:
        """Note where they belong."""
        self.centre = centre

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read what came of a letter, and who referred, if the row says either."""
        is_alone = not row.parts
        if (is_alone and LETTER in self.fed) or any(cells.is_filled(target) for target in OUTCOME):
            row.put(self._outcome(cells, row))
        if (is_alone and CALL in self.fed) or any(cells.is_filled(target) for target in REFERRED):
            row.put(self._partner(cells, row))

    def _outcome(self, cells: Cells, row: ImportRow) -> ImportedOutcome:
        kind, happened = OutcomeKind(needed_code(cells, KIND)), needed_moment(cells, HAPPENED)
        outcome = NewOutcome(kind, happened.day, _people(cells, kind), _article(cells, kind))
        if LETTER not in self.fed:
            own = row.get(ImportedLetter)
            if own is None:
                raise cells.refusal(KIND, _("%(column)s says what came of a letter, but the row has none"))
            _demand_after(cells, own.kind, own.sent, happened)
            return ImportedOutcome(outcome)
        letter = letter_of(self.destination.code, _key(cells, LETTER, LETTERS))
        if letter is None:
            raise cells.refusal(LETTER, str(NOT_THERE), register=cells.written(LETTERS))
        if letter.consent_is_gone:
            raise cells.refusal(LETTER, str(CONSENT_GONE))
        _demand_after(cells, letter.kind, Moment(letter.sent_on), happened)
        return ImportedOutcome(outcome, letter.id, letter.enquiry)

    def _partner(self, cells: Cells, row: ImportRow) -> ImportedPartner | LeftOutPartner:
        partner, is_named = self._bodies[needed_code(cells, PARTNER)], cells.code(NAMED) == "yes"
        if CALL not in self.fed:
            own, moment = row.get(ImportedContact), cells.moment(CAME)
            if own is None or not own.brings_enquiry:
                return LeftOutPartner()
            came_on = moment.day if moment else own.started_at.date()
            return ImportedPartner(ReferralIn(partner=partner, came_on=came_on, is_named=is_named))
        came = needed_moment(cells, CAME)
        call = call_of(self.destination.code, _key(cells, CALL, CALLS))
        if call is None:
            raise cells.refusal(CALL, str(NOT_THERE), register=cells.written(CALLS))
        if call.consent_is_gone:
            raise cells.refusal(CALL, str(CONSENT_GONE))
        if call.partner_known or call.enquiry in self.said_of:
            raise cells.refusal(
                CALL, _("it is known already which partner referred the person of %(column)s %(value)r")
            )
        self.said_of.add(call.enquiry)
        return ImportedPartner(ReferralIn(partner=partner, came_on=came.day, is_named=is_named), call.enquiry)

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store each: on the enquiry of its letter, or of its call."""
        outcomes = [self._made(row, said) for row in rows if (said := row.get(ImportedOutcome))]
        came_in = [each for row in rows if (each := self._came(row))]

        def store() -> None:
            self.left_out |= store_imported(centre=self.centre, outcomes=outcomes, came_in=came_in)

        return store

    def _made(self, row: ImportRow, said: ImportedOutcome) -> ReferralOutcome:
        own = row.get(Dispatch)
        letter, enquiry = (own.pk, own.enquiry_id) if own and not said.letter else (said.letter, said.enquiry)
        return ReferralOutcome(
            id=uuid4(),
            centre=self.centre,
            dispatch_id=letter,  # type: ignore[misc]
            enquiry_id=enquiry,
            kind=said.outcome.kind,
            happened_on=said.outcome.happened_on,
            how_many=said.outcome.how_many,
            article=said.outcome.article,
            import_key=row.key,
        )

    def _came(self, row: ImportRow) -> ReferralIn | None:
        said, own = row.get(ImportedPartner), row.get(Enquiry)
        if said is None:
            return None
        said.came.id, said.came.centre, said.came.import_key = uuid4(), self.centre, row.key
        said.came.enquiry_id = said.enquiry or (own and own.pk)  # type: ignore[assignment]
        return said.came

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count what was stored, and what was left out."""
        is_stored = is_new and row.key not in self.left_out
        self.outcomes += is_stored and row.get(ImportedOutcome) is not None
        self.partners += is_stored and row.get(ImportedPartner) is not None
        self.no_enquiry += row.get(LeftOutPartner) is not None
        self.late += row.key in self.left_out

    def aside(self) -> str:
        """Say how many there are."""
        words = {"outcomes": self.outcomes, "partners": self.partners}
        said = _("outcomes: %(outcomes)d, referred to us: %(partners)d")
        return said % words if self.outcomes or self.partners else ""

    def summary(self) -> Iterator[str]:
        """Yield what is not kept."""
        if self.no_enquiry:
            yield ngettext(
                "%(count)d partner left out: the row is no enquiry.",
                "%(count)d partners left out: their rows are no enquiries.",
                self.no_enquiry,
            ) % {"count": self.no_enquiry}
        if self.late:
            yield ngettext(
                "%(count)d row left out: the partner is known already, or the person took the consent back meanwhile.",
                "%(count)d rows left out: the partner is known already, or the person took the consent back meanwhile.",
                self.late,
            ) % {"count": self.late}


def _belonging(feeds: Mapping[str, Feed], named: tuple[str, str], on_row: str) -> Iterator[tuple[str, str]]:
    """Yield what is missing or too much of what tells to which row they belong: this one, or one of a register."""
    number, register = named
    group = number.partition(".")[0]
    if number in feeds and register not in feeds:
        yield register, _('write register = { constant = "..." }: the source of the register that was imported before')
    if number in feeds and on_row in feeds:
        yield group, _("it belongs to its own row, or to one of another register: not to both")
    if number not in feeds and on_row not in feeds:
        key = number.rpartition(".")[2]
        yield (
            group,
            _('say to which row it belongs: write %(key)s = { column = "...", verbatim = true }') % {"key": key},
        )


def _key(cells: Cells, number: str, register: str) -> str:
    written = cells.written(number)
    if not written:
        raise cells.refusal(number, _("%(column)s is empty, and nothing can be stored without it"))
    return row_key(cells.written(register), [written])


def _demand_after(cells: Cells, kind: str, sent: Moment, happened: Moment) -> None:
    if kind not in WITH_OUTCOMES:
        raise cells.refusal(KIND, _("only referrals and rescue requests come to something: %(column)s %(value)r"))
    if happened.day < sent.day:
        raise cells.refusal(HAPPENED, _("%(column)s is before the day of what came first: %(value)r"))


def _people(cells: Cells, kind: OutcomeKind) -> int | None:
    many = whole_number(cells, PEOPLE)
    if many and kind not in WITH_PEOPLE:
        raise cells.refusal(
            PEOPLE, _("only who was freed, sheltered or returned home is counted: %(column)s %(value)r")
        )
    if many and many > MOST_PEOPLE:
        raise cells.refusal(PEOPLE, _("%(column)s is more than %(most)d: %(value)r"), most=MOST_PEOPLE)
    return many or None


def _article(cells: Cells, kind: OutcomeKind) -> str:
    article = cells.written(ARTICLE)
    if article and kind not in WITH_ARTICLE:
        raise cells.refusal(ARTICLE, _("only a criminal case has an article: %(column)s %(value)r"))
    if article and not re.match(ARTICLE_FORM, article):
        raise cells.refusal(ARTICLE, _("%(column)s is no number of an article, such as 127.1: %(value)r"))
    return article


SECTION = ReferralSection

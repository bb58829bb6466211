"""The consultations of an old register: a row may carry one, on the enquiry that it makes."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from bereg.centres.import_sections import (
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
from bereg.consultations.actions import Given, seal_many, store_sealed
from bereg.consultations.choices import ConsultationKind, ConsultationWay, Profession
from bereg.consultations.models import MOST_MINUTES, Consultation
from bereg.contacts.channels import Channel
from bereg.contacts.import_section import ImportedContact
from bereg.enquiries.import_section import may_agree
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter

KIND, PROFESSION, WAY, LANGUAGE = (f"consultation.{name}" for name in ("kind", "profession", "way", "language"))
MINUTES, INTERPRETER, DATE, NOTE = (f"consultation.{name}" for name in ("minutes", "interpreter", "date", "note"))
NEEDED = (KIND, PROFESSION, MINUTES)
TELLING = (KIND, MINUTES, NOTE)  # a row in which none of these says anything carries no consultation
TITLES: dict[str, StrOrPromise] = {
    KIND: gettext_lazy("Consultation: kind"),
    PROFESSION: gettext_lazy("Consultation: profession"),
    MINUTES: gettext_lazy("Consultation: minutes"),
    WAY: gettext_lazy("Consultation: how it was given"),
    LANGUAGE: gettext_lazy("Consultation: language"),
    INTERPRETER: gettext_lazy("Consultation: an interpreter helped"),
    DATE: gettext_lazy("Consultation: day"),
    NOTE: gettext_lazy("Consultation: note"),
}
WAY_OF_CHANNEL = {Channel.PHONE: ConsultationWay.PHONE, Channel.VISIT: ConsultationWay.IN_PERSON}
COLUMN_WORDS = ("consultation", "консультац")
SPECIALISTS = {
    Profession.OPERATOR: ("operator", "оператор", "operador"),
    Profession.LAWYER: ("lawyer", "юрист", "адвокат", "abogado", "abogada"),
    Profession.PSYCHOLOGIST: ("psychologist", "психолог", "psicologo", "psicologa"),
}


class LeftOutCase:
    """Stands on a row whose consultation is not kept."""


class ConsultationSection(ImportSection):
    """What was given, by whom, for how long; and the note, sealed. What fits nothing rejects the row."""

    tables = (KIND, PROFESSION, MINUTES, WAY, LANGUAGE, INTERPRETER, DATE, NOTE)
    prose = frozenset({NOTE})
    stored = left_out = notes = 0

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """What a consultation needs, and a column that tells which rows have one."""
        if not any(target in feeds for target in cls.tables):
            return
        for target in NEEDED:
            if target not in feeds:
                yield target, _('every consultation has one; write column = "..." or constant = "..."')
        if not any(target in feeds and feeds[target].column for target in TELLING):
            yield KIND, _("nothing tells which rows have a consultation; read kind, minutes or note from a column")
        minutes = feeds.get(MINUTES) or Feed(MINUTES)
        for written in filter(None, (minutes.constant, minutes.default)):
            if not _minutes(written):
                yield MINUTES, _("write whole minutes from 1 to %(most)d") % {"most": MOST_MINUTES}
        if not may_agree(feeds):
            yield KIND, _("a consultation is kept only with consent; leave it out, or tell consent from a column")

    @classmethod
    def skeleton(cls, guessed: Collection[str], day: DayColumn | None) -> Iterator[str]:
        """Yield what is missing of a consultation of which something was guessed."""
        if not any(target in cls.tables for target in guessed):
            return
        yield "# " + _("every consultation has a kind, a profession and minutes")
        yield "[consultation]"
        for target in NEEDED:
            if target not in guessed:
                yield f'# {target.rpartition(".")[2]} = {{ column = "..." }}'
        yield ""

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the closed lists, the numbers, the day and the note."""
        lists = {KIND: ConsultationKind, PROFESSION: Profession, WAY: ConsultationWay, LANGUAGE: Language}
        said = {name: {code: str(label) for code, label in of.choices} for name, of in lists.items()}
        found = {
            **{name: ImportTarget(labels=labels_of(each), is_strict=True, said=each) for name, each in said.items()},
            INTERPRETER: ImportTarget(labels=YES_NO_WORDS, is_strict=True, said={"yes": _("yes"), "no": _("no")}),
            MINUTES: ImportTarget(Holds.NUMBER, is_strict=True),
            DATE: ImportTarget(Holds.DAY),
            NOTE: ImportTarget(Holds.PROSE, is_strict=True),
        }
        return {name: replace(target, title=TITLES[name]) for name, target in found.items()}

    def hints(self) -> Mapping[str, Hint]:
        """Return what only a consultation has, by columns that say so: much else has a kind, a language, minutes."""
        known = self.targets()
        specialists = {
            code: (*labels, *SPECIALISTS[Profession(code)]) for code, labels in known[PROFESSION].labels.items()
        }
        return {
            KIND: Hint(COLUMN_WORDS, known[KIND].labels, needs_name=True),
            MINUTES: Hint(COLUMN_WORDS, is_number=True),
            PROFESSION: Hint(("specialist", "специалист", "especialista"), specialists, needs_name=True),
            INTERPRETER: Hint(("interpreter", "переводчик", "interprete"), known[INTERPRETER].labels, needs_name=True),
        }

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the consultation, if the row has one and it may be kept."""
        if not any(cells.is_filled(target) for target in TELLING):
            return
        matter, contact = row.get(Matter), row.get(ImportedContact)
        if not (matter and contact and matter.consent == Consent.YES):
            row.put(LeftOutCase())
            return
        kind, profession, minutes = (self._needed(cells, target) for target in NEEDED)
        if not _minutes(minutes):
            reason = _("%(column)s is no number of whole minutes from 1 to %(most)d: %(value)r")
            raise cells.refusal(MINUTES, reason, most=MOST_MINUTES)
        given = Given(
            kind=kind,
            way=cells.code(WAY) or WAY_OF_CHANNEL.get(contact.channel, ConsultationWay.WRITING),
            minutes=_minutes(minutes),
            given_on=self._day(cells, contact),
            language=cells.code(LANGUAGE),
            with_interpreter=cells.code(INTERPRETER) == "yes",
            note=cells.prose(NOTE),
        )
        row.put(given)
        row.put(Profession(profession))

    def _needed(self, cells: Cells, target: str) -> str:
        said = cells.code(target) if target != MINUTES else cells.written(target)
        if not said:
            raise cells.refusal(target, _("%(column)s says nothing, but the row has a consultation"))
        return said

    def _day(self, cells: Cells, contact: ImportedContact) -> dt.date:
        moment, opened_on = cells.moment(DATE), contact.started_at.date()
        if moment and moment.day < opened_on:
            raise cells.refusal(DATE, _("%(column)s is before the day of the enquiry: %(value)r"))
        return moment.day if moment else opened_on

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Seal the notes; store each consultation on the enquiry of its row."""
        noted = []
        for row in rows:
            given, profession, enquiry = row.get(Given), row.get(Profession), row.get(Enquiry)
            if given and profession and enquiry:
                made = Consultation(
                    centre_id=enquiry.centre_id, enquiry=enquiry, profession=profession, **given.codes()
                )
                noted.append((made, given.note))
        return partial(store_sealed, consultations=seal_many(noted=noted), by=None)

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count the consultations, and those that are not kept."""
        given = row.get(Given)
        self.stored += is_new and given is not None
        self.notes += given is not None and bool(given.note)
        self.left_out += row.get(LeftOutCase) is not None

    def aside(self) -> str:
        """Say how many there are."""
        return _("consultations: %(count)d") % {"count": self.stored} if self.stored else ""

    def summary(self) -> Iterator[str]:
        """Yield what is not kept, and who will read the notes."""
        if self.left_out:
            yield ngettext(
                "%(count)d consultation left out: the person did not agree, or the row is no enquiry.",
                "%(count)d consultations left out: the person did not agree, or the row is no enquiry.",
                self.left_out,
            ) % {"count": self.left_out}
        if self.notes:
            yield _(
                "Nobody is the author of an imported note: a lawyer's is read by the lawyer who has the enquiry, every "
                "other stays closed until its time is over."
            )


def _minutes(written: str) -> int:
    """Return whole minutes of one day; 0 where it is something else."""
    whole = written.removesuffix(".0")
    return int(whole) if whole.isdecimal() and 1 <= int(whole) <= MOST_MINUTES else 0


SECTION = ConsultationSection

"""The enquiries of an old register: consent, answers by the questionnaire, topics, a text."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.centres.import_sections import (
    NOT_ASKED,
    Cells,
    DayColumn,
    Destination,
    Feed,
    Hint,
    Holds,
    ImportRow,
    ImportSection,
    ImportTarget,
    Labels,
    labels_of,
)
from bereg.centres.models import Centre
from bereg.centres.queries import all_centres
from bereg.contacts.actions import ContactFields
from bereg.contacts.import_section import ImportedContact
from bereg.enquiries.import_words import COLUMN_WORDS, COUNTRY_WORDS, TWO_STATES, VALUE_WORDS, country_names
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import seal_many, store_sealed
from bereg.enquiries.registration import Matter, Past, Registration
from bereg.questionnaire.answers import DECLINED, RESERVED, UNKNOWN
from bereg.questionnaire.countries_and_regions import COUNTRIES
from bereg.questionnaire.form import Form
from bereg.questionnaire.models import Version
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.publishing import publish_standard, standard_source
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of
from bereg.questionnaire.questions import SELECTS, TOPIC, Question, QuestionKind

CONSENT, TOPICS, NARRATIVE, ANSWERS = "consent", "topics", "narrative", "answers."
KEEP_OPEN = "keep_open"
HELD = {
    QuestionKind.SELECT_ONE: Holds.CODE,
    QuestionKind.SELECT_MULTIPLE: Holds.CODES,
    QuestionKind.CODE: Holds.TEXT,  # read as it is typed at the desk
    QuestionKind.INTEGER: Holds.NUMBER,
    QuestionKind.DECIMAL: Holds.NUMBER,
    QuestionKind.TEXT: Holds.TEXT,
    QuestionKind.DATE: Holds.TEXT,
    QuestionKind.TIME: Holds.TEXT,
    QuestionKind.MOMENT: Holds.TEXT,
}
SILENT = (NOT_ASKED, DECLINED, UNKNOWN)

Answered = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Unasked:
    """The questions of a row that the questionnaire does not ask there."""

    names: tuple[str, ...]


class EnquirySection(ImportSection):
    """What is kept of the matter itself. Without consent only the topics are stored, whatever else a row says."""

    tables = (CONSENT, f"{ANSWERS}*", TOPICS, NARRATIVE)
    prose = frozenset({NARRATIVE})
    switches = (KEEP_OPEN,)

    version: Version  # of the questionnaire, once the centre is ready

    def __init__(self, destination: Destination, fed: Collection[str] = (), switched_on: Collection[str] = ()) -> None:
        super().__init__(destination, fed, switched_on)
        self.form = _form_at(destination)
        self.answered = [name for name in fed if name.startswith(ANSWERS)]
        # The same few combinations of answers come again and again; each is held against the questionnaire once.
        self.asked = lru_cache(maxsize=20_000)(self._asked)
        self.rows = self.agreed = self.enquiries = self.others = 0
        self.unasked: Counter[str] = Counter()

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """Consent is told; a text about a person is kept only with it."""
        consent = feeds.get(CONSENT) or Feed(CONSENT)
        if not (consent.column or consent.constant):
            yield CONSENT, _('write constant = "yes", "no" or "not_asked", or a column with a table')
        if NARRATIVE in feeds and not may_agree(feeds):
            yield NARRATIVE, _("a text is kept only with consent; leave it out, or tell consent from a column")

    @classmethod
    def skeleton(cls, guessed: Collection[str], day: DayColumn | None) -> Iterator[str]:
        """Yield that nobody was asked: consent is never guessed."""
        yield "# " + _('"yes" only if the people agreed that their answers are kept; else "no" or "not_asked"')
        yield f"[{CONSENT}]"
        yield f'constant = "{NOT_ASKED}"'
        yield ""

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return consent, the questions that can be answered by a cell, the topics and the text."""
        # Consent that was withdrawn belongs to an enquiry that stands here already.
        consents = {code: str(label) for code, label in Consent.choices if code != Consent.WITHDRAWN}
        found = {
            CONSENT: ImportTarget(labels=labels_of(consents), title=_("Consent"), said=consents),
            NARRATIVE: ImportTarget(Holds.PROSE, title=_("The text")),
        }
        for name, question in self.form.questions.items():
            if question.kind in HELD and name != TOPIC:
                found[f"{ANSWERS}{name}"] = ImportTarget(
                    HELD[question.kind], _labels(question), SILENT, title=question.label(), said=_said(question)
                )
        topic = self.form.questions.get(TOPIC)
        found[TOPICS] = ImportTarget(
            Holds.CODES, _labels(topic) if topic else {}, title=_("Topics"), said=_said(topic) if topic else {}
        )
        return found

    def unknown(self, target: str) -> tuple[str, Collection[str]]:
        """Say that the questionnaire does not ask this."""
        if target == f"{ANSWERS}{TOPIC}":
            return _("topics have a table of their own: write [topics]"), ()
        known = [name.removeprefix(ANSWERS) for name in self.targets() if name.startswith(ANSWERS)]
        return _("the questionnaire does not ask this"), known

    def hints(self) -> Mapping[str, Hint]:
        """Return the questions with closed answers, in the order in which they are asked."""
        found = {}
        for name, question in self.form.questions.items():
            if question.kind in SELECTS:
                target = TOPICS if name == TOPIC else f"{ANSWERS}{name}"
                columns = (name, *question.labels.values(), *COLUMN_WORDS.get(target, ()))
                is_topic = name == TOPIC
                words = _words(question)
                found[target] = Hint(columns, words, may_split=is_topic, may_switch=is_topic, ambiguous=TWO_STATES)
        return found

    def ready(self, centre: Centre) -> None:
        """See that there is a questionnaire."""
        try:
            self.version = current_version(centre)
        except NoQuestionnaireError:
            publish_standard()
            self.version = current_version(centre)

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the matter, where the contact is of one."""
        consent = Consent(cells.code(CONSENT) or Consent.NOT_ASKED)
        contact = row.get(ImportedContact)
        if not (contact and contact.brings_enquiry):
            return
        topics, narrative = cells.codes(TOPICS), cells.prose(NARRATIVE)
        answers = dict(self._answers(cells))
        kept, refused = self.asked(tuple(sorted(answers.items())))
        row.put(Matter(consent=consent, topics=topics, answers=dict(kept), narrative=narrative))
        unasked = []
        for name in answers.keys() - dict(kept).keys():
            if name in refused:
                cells.note_misfit(f"{ANSWERS}{name}")
            else:
                unasked.append(name)
        if unasked:
            row.put(Unasked(tuple(unasked)))

    def _answers(self, cells: Cells) -> Iterator[tuple[str, str]]:
        """Yield each answer that was given."""
        for target in self.answered:
            codes = cells.codes(target)
            given = [code for code in codes if code not in RESERVED] or list(codes[:1])
            if given:
                yield target.removeprefix(ANSWERS), " ".join(given)

    def _asked(self, items: Answered) -> tuple[Answered, frozenset[str]]:
        """Return the answers that the questionnaire lets pass, and the names of those against a constraint."""
        answers, country = self.form.spelled(dict(items)), self.destination.country
        now = timezone.localtime(timezone=self.destination.zone)
        refused = frozenset(self.form.problems(answers, home_country=country, now=now))
        passing = {name: value for name, value in answers.items() if name not in refused}
        return tuple(self.form.cleaned(passing, country, now=now).items()), refused

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Seal the texts and code words; store each enquiry with its contact."""
        registrations, of_rows = [], []
        for row in rows:
            contact, matter = row.get(ContactFields), row.get(Matter)
            if contact and matter:
                # Nobody works here on the matters of an old register, unless the mapping says so.
                past = Past(closed_at=None if KEEP_OPEN in self.switched_on else contact.started_at)
                registrations.append(
                    Registration(contact=contact, matter=matter, questionnaire=self.version, past=past)
                )
                of_rows.append(row)
        enquiries = seal_many(registrations=registrations, by=None)
        for row, enquiry in zip(of_rows, enquiries, strict=True):
            row.put(enquiry)
        return partial(store_sealed, enquiries=enquiries, registrations=registrations, by=None)

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count enquiries, and whose answers are kept."""
        matter, unasked = row.get(Matter), row.get(Unasked)
        self.rows += 1
        self.agreed += matter is not None and matter.consent == Consent.YES
        self.enquiries += is_new and matter is not None
        self.others += is_new and matter is None
        self.unasked.update(unasked.names if unasked else ())

    def aside(self) -> str:
        """Say how many rows are enquiries, where some are not."""
        if not self.others:
            return ""
        counts = {"enquiries": self.enquiries, "contacts": self.others}
        return _("enquiries: %(enquiries)d, contacts without one: %(contacts)d") % counts

    def summary(self) -> Iterator[str]:
        """Yield of how many rows the answers are kept, and which answers are nobody's question."""
        kept = {"kept": self.agreed, "read": self.rows}
        yield _("Answers are kept of %(kept)d of %(read)d rows; of the others, contact, language and topics.") % kept
        for name, count in sorted(self.unasked.items()):
            yield ngettext(
                "%(name)s: %(count)d answer left out, since the questionnaire does not ask it there.",
                "%(name)s: %(count)d answers left out, since the questionnaire does not ask it there.",
                count,
            ) % {"name": name, "count": count}


def may_agree(feeds: Mapping[str, Feed]) -> bool:
    """Tell whether any row of a mapping may be one of somebody who agreed that things are kept."""
    consent = feeds.get(CONSENT) or Feed(CONSENT)
    return Consent.YES in consent.codes or not consent.constant


def _form_at(destination: Destination) -> Form:
    """Return the questionnaire that a centre uses, or will use once it is there."""
    country = destination.country
    try:
        return form_of(current_version(all_centres().filter(code=destination.code).first()), home_country=country)
    except NoQuestionnaireError:
        return parse_text(standard_source(), home_country=country)


def _labels(question: Question) -> Labels:
    return {choice.code: (choice.code, *choice.labels.values()) for choice in question.choices}


def _said(question: Question) -> dict[str, str]:
    return {choice.code: choice.label() for choice in question.choices}


def _words(question: Question) -> Labels:
    """Return the codes of a question with every word that we know for them."""
    words = {code: (*labels, *VALUE_WORDS.get(code, ())) for code, labels in _labels(question).items()}
    if question.choices_from == COUNTRIES:
        for code, names in country_names().items():
            words[code] = (*words.get(code, ()), *names, *COUNTRY_WORDS.get(code, ()))
    return words


SECTION = EnquirySection

"""The persons concerned of an old register: a row may tell of one, on the enquiry that it makes."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from bereg.centres.import_sections import (
    NOT_ASKED,
    Cells,
    Feed,
    Hint,
    ImportRow,
    ImportSection,
    ImportTarget,
    labels_of,
)
from bereg.contacts.import_section import ImportedContact
from bereg.enquiries.import_section import KEEP_OPEN, may_agree
from bereg.enquiries.import_words import COUNTRY_WORDS, TWO_STATES, VALUE_WORDS, country_names
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.persons.actions import Described, store_sealed
from bereg.persons.choices import AgeBand, Gender, RelationToCaller
from bereg.persons.models import Person
from bereg.questionnaire.answers import DECLINED, UNKNOWN
from bereg.questionnaire.countries_and_regions import countries

RELATION, GENDER, AGE, CITIZENSHIP = (f"person.{name}" for name in ("relation", "gender", "age", "citizenship"))
LISTS = {RELATION: RelationToCaller, GENDER: Gender, AGE: AgeBand}
TITLES: dict[str, StrOrPromise] = {
    RELATION: gettext_lazy("Person concerned: who it is to the caller"),
    GENDER: gettext_lazy("Person concerned: gender"),
    AGE: gettext_lazy("Person concerned: age"),
    CITIZENSHIP: gettext_lazy("Person concerned: citizenship"),
}
SILENT = (NOT_ASKED, DECLINED, UNKNOWN)
COLUMN_WORDS = ("person concerned", "victim", "victima", "пострадавш", "потерпевш")
RELATION_WORDS = ("relation to caller", "relationship", "parentesco", "родство", "кем приходится")


class LeftOutPerson:
    """Stands on a row that tells of a person whom nobody may keep."""


class PersonSection(ImportSection):
    """Who the person is to the caller, and three codes. What fits nothing counts as not asked, as of answers."""

    tables = (RELATION, GENDER, AGE, CITIZENSHIP)
    stored = left_out = 0

    @classmethod
    def problems(cls, feeds: Mapping[str, Feed]) -> Iterator[tuple[str, str]]:
        """A column that tells which rows have a person; and a person is kept only with consent."""
        named = [target for target in cls.tables if target in feeds]
        if named and not any(feeds[target].column for target in named):
            yield named[0], _("nothing tells which rows have a person; read one of these from a column")
        if named and not may_agree(feeds):
            yield named[0], _("a person is kept only with consent; leave it out, or tell consent from a column")

    def targets(self) -> Mapping[str, ImportTarget]:
        """Return the closed lists."""
        said = {name: {code: str(label) for code, label in of.choices} for name, of in LISTS.items()}
        said[CITIZENSHIP] = {each.code: each.label() for each in countries()}
        labels = {name: labels_of(each) for name, each in said.items()}
        labels[CITIZENSHIP] = {each.code: (each.code, *each.labels.values()) for each in countries()}
        return {
            name: ImportTarget(labels=labels[name], silent=SILENT, title=TITLES[name], said=said[name])
            for name in self.tables
        }

    def hints(self) -> Mapping[str, Hint]:
        """Return columns that name the person: a gender or an age alone is that of who calls."""
        known = {name: target.labels for name, target in self.targets().items()}
        names = country_names()
        return {
            RELATION: Hint(RELATION_WORDS, known[RELATION], needs_name=True),
            GENDER: Hint(COLUMN_WORDS, _with(known[GENDER], VALUE_WORDS), needs_name=True),
            AGE: Hint(COLUMN_WORDS, known[AGE], needs_name=True),
            CITIZENSHIP: Hint(
                COLUMN_WORDS,
                _with(_with(known[CITIZENSHIP], names), COUNTRY_WORDS),
                needs_name=True,
                ambiguous=TWO_STATES,
            ),
        }

    def take(self, cells: Cells, row: ImportRow) -> None:
        """Read the person, if the row tells of one who may be kept."""
        if not any(cells.is_filled(target) for target in self.tables):
            return
        relation, gender, band, citizenship = (cells.code(target) for target in self.tables)
        is_caller = relation == RelationToCaller.SELF
        if not (gender or band or citizenship or (relation and not is_caller)):
            return  # at most that it is the caller, of whom the answers tell
        described = Described(
            relation=relation, gender=gender, band=band, citizenship=citizenship, told_by_another=not is_caller
        )
        matter, contact = row.get(Matter), row.get(ImportedContact)
        row.put(described if matter and contact and matter.consent == Consent.YES else LeftOutPerson())

    def prepare(self, rows: list[ImportRow]) -> Callable[[], None]:
        """Store each person on the enquiry of its row."""
        made = []
        for row in rows:
            described, enquiry = row.get(Described), row.get(Enquiry)
            if described and enquiry:
                made.append(self._person(enquiry, described))
        return partial(store_sealed, persons=made, by=None)

    def _person(self, enquiry: Enquiry, described: Described) -> Person:
        # Noted when the register was written, so that figures count it in that month.
        made = Person(centre_id=enquiry.centre_id, enquiry=enquiry, entered_at=enquiry.opened_at, **described.columns())
        # Nobody works here on the matters of an old register, unless the mapping says so: then a child waits.
        if made.is_child and KEEP_OPEN not in self.switched_on:
            made.taken_at = enquiry.opened_at
        return made

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count the persons, and those that are not kept."""
        self.stored += is_new and row.get(Described) is not None
        self.left_out += row.get(LeftOutPerson) is not None

    def aside(self) -> str:
        """Say how many there are."""
        return _("persons concerned: %(count)d") % {"count": self.stored} if self.stored else ""

    def summary(self) -> Iterator[str]:
        """Yield how many are not kept."""
        if self.left_out:
            yield ngettext(
                "%(count)d person concerned left out: the caller did not agree, or the row is no enquiry.",
                "%(count)d persons concerned left out: the caller did not agree, or the row is no enquiry.",
                self.left_out,
            ) % {"count": self.left_out}


def _with(labels: Mapping[str, tuple[str, ...]], words: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return labels with more words for the same codes."""
    return {code: (*said, *words.get(code, ())) for code, said in labels.items()}


SECTION = PersonSection

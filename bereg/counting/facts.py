"""Facts: what remains of a month for counting. No text, no date, no id; small numbers alone, sorted by their values."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from bereg.centres import queries as centres
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.contacts import queries as contacts
from bereg.contacts.models import Contact
from bereg.core.snapshot import snapshot
from bereg.counting import cubes, figures, store
from bereg.counting.code_lists import note_questions
from bereg.counting.codes import CITIZENS, FOREIGNERS, NEITHER, NOT_ASKED, RESERVED, TOPIC, Codes
from bereg.counting.engines.counting import count as count_facts
from bereg.counting.faults import FiguresFault
from bereg.counting.models import Month
from bereg.counting.months import Period, following, name, starts_at
from bereg.counting.store import Place
from bereg.enquiries import queries as enquiries
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.answers import UNANSWERED
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import form_of

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

FORMAT = "3"
LANGUAGE = re.compile(r"[a-z]{2,3}")
CITIZENSHIP = "citizenship"

Cubes = tuple[cubes.Cube, ...]
Tables = dict[str, "pa.Table"]


class FactsMissingError(FiguresFault):
    """The facts of a closed month are gone, and nothing can make them again."""

    def __init__(self, month: date) -> None:
        super().__init__(f"The facts of {name(month)} are missing: restore {store.shown()} from a backup.")
        self.month = month


@dataclass(frozen=True)
class Share:
    """What one centre adds to a month."""

    centre: Centre
    enquiries: QuerySet[Enquiry]
    contacts: QuerySet[Contact]


def shares(month: date, last_closed: date | None, of_centres: Iterable[Centre] | None = None) -> list[Share]:
    """Return what each centre adds to an open month; the first open month also takes what came late."""
    takes_late = last_closed is not None and month == following(last_closed)
    found = []
    for centre in centres.all_centres() if of_centres is None else of_centres:
        ends = starts_at(following(month), centre.time_zone)
        begins: datetime | None = None if takes_late else starts_at(month, centre.time_zone)
        found.append(
            Share(
                centre,
                enquiries.uncounted(centre=centre, begins=begins, ends=ends),
                contacts.uncounted(centre=centre, begins=begins, ends=ends),
            )
        )
    return found


def counted_shares(month: date) -> list[Share]:
    """Return what each centre added to a closed month."""
    return [
        Share(
            centre,
            enquiries.counted_in(centre=centre, month=month),
            contacts.counted_in(centre=centre, month=month),
        )
        for centre in centres.all_centres()
    ]


def last_closed_month() -> date | None:
    """Return the latest closed month; all before it are closed too."""
    last: date | None = Month.objects.filter(closed_at__isnull=False).aggregate(last=Max("first_day"))["last"]
    return last


def first_closed_month() -> date | None:
    """Return the earliest closed month: before it nobody was counted."""
    first: date | None = Month.objects.filter(closed_at__isnull=False).aggregate(first=Min("first_day"))["first"]
    return first


@beyond("figures")
def bring_up_to_date(period: Period) -> None:
    """Write the facts and cubes of the months whose source has changed; closed months stay as they are."""
    last_closed, of_centres, wanted = last_closed_month(), list(centres.all_centres()), definition()
    standing = Month.objects.in_bulk(list(period))
    for month in period:
        known = standing.get(month)
        if known and known.closed_at:
            _keep_cubes(month, wanted)
        elif last_closed is None or month > last_closed:
            _bring_up_to_date(month, known, shares(month, last_closed, of_centres), wanted)
    if definition() != wanted:  # a month has brought new topics, which the cubes of those before it do not know
        bring_up_to_date(period)


def _bring_up_to_date(month: date, known: Month | None, parts: list[Share], wanted: Cubes) -> None:
    if known is None and not any(_holds_something(part) for part in parts):
        return
    # Twice: whoever was quicker may have read before we were asked. Whoever is quicker once more read after it.
    for _time in range(2):
        found = known or Month.objects.get_or_create(first_day=month)[0]
        if found.closed_at or _is_up_to_date(found, parts, wanted) or _make(found):
            return
        known = None


def _is_up_to_date(known: Month, parts: list[Share], wanted: Cubes) -> bool:
    month = known.first_day
    if known.fingerprint != _fingerprint(parts):
        return False
    return _facts_stand(month) and store.stands(store.cubes_path(month, cubes.digest(wanted)))


def _make(known: Month) -> bool:
    """Make the facts of an open month. False: somebody else put theirs meanwhile.

    Reading and counting take long and hold nothing; what decides is one UPDATE, and the files are put while it holds
    the row. So what somebody wrote who was quicker, or who closed the month, is not overwritten.
    """
    month = known.first_day
    mark, tables = _read(lambda: shares(month, last_closed_month()))
    with _beside(month, tables) as fresh, transaction.atomic():
        as_known = Month.objects.filter(pk=month, closed_at=None, fingerprint=known.fingerprint)
        if not as_known.update(fingerprint=mark):
            return False
        _put(fresh)
    return True


def _holds_something(part: Share) -> bool:
    return part.enquiries.exists() or part.contacts.exists()


def _facts_stand(month: date) -> bool:
    return all(store.stands(store.facts_path(universe, month)) for universe in store.UNIVERSES)


def _fingerprint(parts: list[Share]) -> str:
    state = [
        (
            part.centre.code,
            part.centre.country,
            part.centre.time_zone,
            enquiries.fingerprint_of(part.enquiries),
            contacts.fingerprint_of(part.contacts),
        )
        for part in parts
    ]
    return hashlib.sha256(repr((FORMAT, state)).encode()).hexdigest()


def write_closed(month: date) -> None:
    """Write the facts and the cubes of a month that is being closed, in the transaction that closes it."""
    _mark, tables = _read(lambda: counted_shares(month))
    with _beside(month, tables) as fresh:
        _put(fresh)


def _read(parts_of: Callable[[], list[Share]]) -> tuple[str, Tables]:
    """Read the facts, and the fingerprint of that very state.

    Nobody gives numbers while reading: codes that have none yet get theirs afterwards, and all is read once more.
    """
    codes = Codes()
    while True:
        with snapshot():
            parts = parts_of()
            mark = _fingerprint(parts)
            tables = {store.ENQUIRIES: _enquiry_facts(parts, codes), store.CONTACTS: _contact_facts(parts, codes)}
        if not codes.give():
            return mark, tables


@contextmanager
def _beside(month: date, tables: Tables) -> Iterator[dict[Place, Place]]:
    """Write the facts and the cubes of a month beside their places; yield which file belongs in which place."""
    wanted, fresh = definition(), {}
    with ExitStack() as stack:

        def add(table: "pa.Table", place: Place) -> Place:
            fresh[place] = stack.enter_context(store.beside(store.content_of(table), place))
            return fresh[place]

        files = {
            universe: [add(store.to_count_quickly(table), store.facts_path(universe, month))]
            for universe, table in tables.items()
        }
        add(count_facts(files, wanted), store.cubes_path(month, cubes.digest(wanted)))
        yield fresh


def _put(fresh: Mapping[Place, Place]) -> None:
    """Put the files of a month in their places, the cubes last, and drop cubes of an older definition."""
    for place, file in fresh.items():
        store.move(file, place)
    *_facts, of_cubes = fresh
    store.drop_others(of_cubes)


def _keep_cubes(month: date, wanted: Cubes) -> None:
    if not store.stands(store.cubes_path(month, cubes.digest(wanted))):
        count(month)


def count(month: date) -> None:
    """Count the facts of a month into its cubes, and drop cubes of an older definition."""
    if not _facts_stand(month):
        raise FactsMissingError(month)
    wanted = definition()
    path = store.cubes_path(month, cubes.digest(wanted))
    store.write(count_facts(files([month]), wanted), path)
    store.drop_others(path)


def files(months: Iterable[date]) -> dict[str, list[Place]]:
    """Return the files of the facts of some months that have any, by universe."""
    standing = [month for month in months if _facts_stand(month)]
    return {universe: [store.facts_path(universe, month) for month in standing] for universe in store.UNIVERSES}


def counted(months: Iterable[date], wanted: Cubes) -> Mapping[str, figures.Cells]:
    """Count cubes of some months that are stored nowhere."""
    found = files(months)
    return figures.cells_in(count_facts(found, wanted)) if any(found.values()) else {}


def definition() -> Cubes:
    """Return the cubes wanted now."""
    numbers = Codes().numbers(TOPIC)
    return cubes.wanted(len(numbers), cubes.published_groups(numbers))


def _enquiry_facts(parts: list[Share], codes: Codes) -> "pa.Table":
    forms = [_forms_of(part) for part in parts]
    variables = note_questions((form for of_part in forms for form in of_part.values()), codes)
    rows = [
        row
        for part, of_part in zip(parts, forms, strict=True)
        for row in _enquiry_rows(part, of_part, variables, codes)
    ]
    return _table(("centre", "group", "channel", "language", *variables), rows, topics=True)


def _forms_of(part: Share) -> dict[UUID, Form]:
    # The regions that a questionnaire offers depend on the centre's country.
    country = part.centre.country
    return {
        version.pk: form_of(version, home_country=country)
        for version in enquiries.questionnaires_of(part.enquiries).select_related("centre")
    }


def _enquiry_rows(
    part: Share, forms: Mapping[UUID, Form], variables: tuple[str, ...], codes: Codes
) -> Iterator[tuple[int, ...]]:
    # Only a code of the very questionnaire is closed; whatever else stands there counts as not asked.
    known = {
        key: [
            {**RESERVED, **{choice.code: codes.number(variable, choice.code) for choice in question.choices}}
            if (question := form.questions.get(variable)) and question.statistic
            else {}
            for variable in variables
        ]
        for key, form in forms.items()
    }
    centre, bits = codes.number("centre", part.centre.code), codes.numbers(TOPIC)
    for fact in enquiries.facts_of(part.enquiries):
        answers = fact.answers
        numbers = [
            of.get(answers.get(variable, ""), NOT_ASKED)
            for variable, of in zip(variables, known[fact.questionnaire_id], strict=True)
        ]
        mask = sum(1 << bits[topic] for topic in set(fact.topics.split()) if topic in bits)
        group = group_of(answers.get(CITIZENSHIP, ""), part.centre.country)
        yield (centre, group, codes.number("channel", fact.channel), _language(fact.language, codes), *numbers, mask)


def group_of(citizenship: str, country: str) -> int:
    """Return the group of an answer about citizenship; neither where there is none."""
    if not citizenship or citizenship in UNANSWERED:
        return NEITHER
    return CITIZENS if citizenship == country else FOREIGNERS


def _language(language: str, codes: Codes) -> int:
    return codes.number("language", language) if LANGUAGE.fullmatch(language) else NOT_ASKED


def _contact_facts(parts: list[Share], codes: Codes) -> "pa.Table":
    rows: list[tuple[int, ...]] = [
        (
            codes.number("centre", part.centre.code),
            codes.number("line", fact.line),
            codes.number("channel", fact.channel),
            codes.number("direction", fact.direction),
            codes.number("disposition", fact.disposition),
            _language(fact.language, codes),
        )
        for part in parts
        for fact in contacts.facts_of(part.contacts)
    ]
    return _table(("centre", "line", "channel", "direction", "disposition", "language"), rows)


def _table(names: tuple[str, ...], rows: list[tuple[int, ...]], *, topics: bool = False) -> "pa.Table":
    import pyarrow as pa

    # In the order of the values: the order of arrival would lead back to the records.
    rows.sort()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(names) + topics)
    arrays = {
        column: pa.array(values, pa.uint16() if max(values, default=0) > 255 else pa.uint8())
        for column, values in zip(names, columns, strict=False)
    }
    if topics:
        arrays["topics"] = pa.array(columns[-1], pa.int64())
    return pa.table(arrays)

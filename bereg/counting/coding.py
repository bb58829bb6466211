"""From records to facts: codes become small numbers, sorted by their values."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from bereg.centres.models import Centre
from bereg.centres.universes import Universe
from bereg.counting.code_lists import note_columns, note_questions
from bereg.counting.codes import GROUPS, NEITHER, NOT_ASKED, RESERVED, TOPIC, Codes
from bereg.counting.joint_columns import TOPICS
from bereg.questionnaire.form import Form
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import form_of

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

Part = tuple[Centre, QuerySet[Any]]  # what one centre adds
Numbers = tuple[int, ...]


def table(universe: Universe, parts: Iterable[Part], codes: Codes) -> "pa.Table":
    """Return the facts of a universe, a row a record."""
    note_columns(universe, codes)
    with_forms = [(part, _forms(universe, part)) for part in parts]
    asked = note_questions((form for _part, forms in with_forms for form in forms.values()), codes)
    rows = [row for part, forms in with_forms for row in _rows(universe, part, forms, asked, codes)]
    names = ("centre", *(["group"] if universe.grouped else []), *universe.columns, *asked)
    return _table(names, rows, topics=bool(universe.questionnaire))


def _forms(universe: Universe, part: Part) -> dict[UUID, Form]:
    """Return the questionnaires under which there are answers."""
    if not universe.questionnaire:
        return {}
    centre, records = part
    versions = Version.objects.filter(pk__in=records.order_by().values(universe.questionnaire).distinct())
    # The regions that a questionnaire offers depend on the centre's country.
    return {version.pk: form_of(version, home_country=centre.country) for version in versions.select_related("centre")}


def _rows(
    universe: Universe, part: Part, forms: Mapping[UUID, Form], asked: tuple[str, ...], codes: Codes
) -> Iterator[Numbers]:
    centre, records = part
    known = {key: [_answers(form, variable, codes) for variable in asked] for key, form in forms.items()}
    place, bits, columns = codes.number("centre", centre.code), codes.numbers(TOPIC), tuple(universe.columns)
    for fact in universe.facts(records, centre):
        row = [place]
        if universe.grouped:
            row.append(GROUPS.get(fact.group, NEITHER))
        row += [codes.number(column, code) for column, code in zip(columns, fact.codes, strict=True)]
        if universe.questionnaire:
            of = zip(asked, known[fact.questionnaire_id], strict=True)  # type: ignore[index]
            row += [numbers.get(fact.answers.get(variable, ""), NOT_ASKED) for variable, numbers in of]
            row.append(sum(1 << bits[topic] for topic in set(fact.topics.split()) if topic in bits))
        yield tuple(row)


def _answers(form: Form, variable: str, codes: Codes) -> dict[str, int]:
    """Return code to number of a question.

    Only a code of the very questionnaire is closed; whatever else stands there counts as not asked.
    """
    question = form.questions.get(variable)
    if question is None or not question.statistic:
        return {}
    return {**RESERVED, **{code: codes.number(variable, code) for code in question.codes()}}


def _table(names: tuple[str, ...], rows: list[Numbers], *, topics: bool) -> "pa.Table":
    import pyarrow as pa

    # In the order of the values: the order of arrival would lead back to the records.
    rows.sort()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(names) + topics)
    arrays = {
        column: pa.array(values, pa.uint16() if max(values, default=0) > 255 else pa.uint8())
        for column, values in zip(names, columns, strict=False)
    }
    if topics:
        arrays[TOPICS] = pa.array(columns[-1], pa.int64())
    return pa.table(arrays)

"""Which codes of an enquiry, taken together, few matters share: what single codes do not say, several may.

Counted are the matters that a person reaches, among the newest enquiries: what is left aside makes more combinations
rare, never fewer. An enquiry with those before it is one matter. What hangs on an enquiry, such as a person, is looked
at by itself, with the enquiry's own codes: a room that has such records says their codes in its module `matter_codes`,
as `PREFIX` of their names and `codes_on(user, enquiries, names)`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import add, and_
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from bereg.accounts.models import User
from bereg.centres.queries import centres_of
from bereg.core.concerns import said
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.queries import enquiries_for

FEWEST = 5  # matters that have to share a combination
LOOKED_AT = 20_000  # enquiries
MOST_TOGETHER = 14  # codes; of more, those that the fewest enquiries have
MOST_CODES = 60
STEPS_BACK = 4  # from an enquiry that is looked at to one that is not, and on
MOST_OF_A_CHAIN = 4  # different sets of codes of one matter
TOPIC, LANGUAGE = "topics", "contact.language"
Looked = tuple[UUID, UUID | None, int]  # an enquiry, the one before it, its codes as bits


@dataclass(frozen=True, order=True)
class SentCode:
    """One code that would leave. name: of the question, `TOPIC`, `LANGUAGE`, or what a room above calls its own."""

    name: str
    value: str


@dataclass(frozen=True)
class RareCombination:
    """Codes that so few matters share; with any of them left out, enough do."""

    codes: tuple[SentCode, ...]
    matters: int


def codes_of(topics: Iterable[str], answers: Mapping[str, str]) -> list[SentCode]:
    """Return topics and answers as single codes. Of several answers to one question each is a code."""
    found = [SentCode(TOPIC, topic) for topic in topics]
    return found + [SentCode(name, value) for name, values in answers.items() for value in values.split()]


def rare_combinations(
    *, user: User, codes: Iterable[SentCode], of_each: Iterable[Iterable[SentCode]] = ()
) -> list[RareCombination]:
    """Return the smallest combinations of codes that fewer than five matters share, of those that a person reaches.

    of_each: the codes of each record that would leave beside those of the enquiry, such as a person: those of two
    persons are not taken together. A statement, one for each room with such codes, and up to four for what stands
    before the enquiries that are looked at.
    """
    common = set(codes)
    sets = [common | set(more) for more in of_each] or [common]
    asked = sorted(set().union(*sets))
    if not asked:
        return []
    rows = _looked_at(user, asked)
    matters = list(_matters(user, rows))
    found: dict[tuple[SentCode, ...], int] = {}
    for wanted in sets:
        kept = _rarest(rows, [at for at, code in enumerate(asked) if code in wanted])
        shared = _shared(matters, kept)
        for together in _smallest(shared, len(kept)):
            found[tuple(asked[kept[at]] for at in range(len(kept)) if together >> at & 1)] = shared[together]
    return [RareCombination(*each) for each in found.items()]


def _looked_at(user: User, asked: list[SentCode]) -> list[Looked]:
    """Return enquiries, those before them, and which of the codes each has, as bits: a row for each record on it."""
    newest = enquiries_for(user).filter(mistake="", is_received=False).order_by("-opened_at").values("pk")[:LOOKED_AT]
    sources = list(zip(said("matter_codes", "PREFIX"), said("matter_codes", "codes_on"), strict=True))
    beside = {code for code in asked for prefix, _codes_on in sources if code.name.startswith(prefix)}
    rows = _of_enquiries(user, newest, [(at, code) for at, code in enumerate(asked) if code not in beside])
    own = {pk: (previous, bits) for pk, previous, bits in rows}
    place = {code: at for at, code in enumerate(asked)}
    for prefix, codes_on in sources:
        names = sorted({code.name for code in beside if code.name.startswith(prefix)})
        for pk, codes in codes_on(user, newest, names) if names else ():
            if pk in own:
                previous, bits = own[pk]
                rows.append((pk, previous, bits | sum(1 << place[code] for code in codes & beside)))
    return rows


def _of_enquiries(user: User, newest: Any, codes: list[tuple[int, SentCode]]) -> list[Looked]:
    codes = codes[:MOST_CODES]
    names = sorted({code.name for _at, code in codes} - {TOPIC, LANGUAGE})
    answers = {f"answer_{at}": _spaced(name) for at, name in enumerate(names)}
    column = dict(zip(names, answers, strict=True)) | {TOPIC: "topics"}
    bits = [
        Case(When(_has(code, column), then=Value(1 << place)), default=Value(0), output_field=BigIntegerField())
        for place, (_at, code) in enumerate(codes)
    ]
    found = Enquiry.objects.of_centres(centres_of(user)).filter(pk__in=newest).annotate(**answers)
    all_bits = reduce(add, bits, Value(0, output_field=BigIntegerField()))
    places = [at for at, _code in codes]
    rows = found.annotate(bits=all_bits).values_list("pk", "previous_id", "bits")
    return [(pk, previous, sum((had >> n & 1) << at for n, at in enumerate(places))) for pk, previous, had in rows]


def _has(code: SentCode, column: Mapping[str, str]) -> Q | Exists:
    """Match the enquiries that have a code."""
    if code.name == LANGUAGE:
        contacts = EnquiryContact.objects.through(enquiry=OuterRef("pk"))
        return Exists(contacts.filter(contact__language=code.value))
    return Q((f"{column[code.name]}__contains", f" {code.value} "))


def _spaced(name: str) -> Concat:
    """Return the codes of an answer, each between spaces, as topics are."""
    return Concat(Value(" "), KeyTextTransform(name, "answers"), Value(" "), output_field=TextField())


def _rarest(rows: list[Looked], among: list[int]) -> list[int]:
    """Return which codes are taken together: all, or those that the fewest have."""
    having = {at: sum(bits >> at & 1 for _pk, _previous, bits in rows) for at in among}
    return sorted(sorted(among, key=having.__getitem__)[:MOST_TOGETHER])


def _matters(user: User, rows: list[Looked]) -> Iterable[set[int]]:
    """Return the bits of the enquiries of each matter. Those whose beginning is out of reach are taken for one."""
    before = {pk: previous for pk, previous, _bits in rows}
    for _step in range(STEPS_BACK):
        unknown = {previous for previous in before.values() if previous is not None} - before.keys()
        if not unknown:
            break
        reached = enquiries_for(user).filter(pk__in=list(unknown)[:LOOKED_AT])
        before |= dict(reached.values_list("pk", "previous_id"))
    matters = defaultdict[UUID | None, set[int]](set)
    for pk, _previous, bits in rows:
        matters[_beginning(pk, before)].add(bits)
    return matters.values()


def _beginning(pk: UUID, before: Mapping[UUID, UUID | None]) -> UUID | None:
    """Return the first enquiry of a matter, None where it is not known; of a circle, the least."""
    passed = [pk]
    while (previous := before.get(passed[-1])) is not None:
        if previous in passed:
            return min(passed)
        passed.append(previous)
    return passed[-1] if passed[-1] in before else None


def _shared(matters: Iterable[set[int]], kept: list[int]) -> list[int]:
    """Count by each combination of codes the matters that have all of them, in one enquiry."""
    counts = [0] * (1 << len(kept))
    for every in matters:
        sets = {sum((bits >> at & 1) << place for place, at in enumerate(kept)) for bits in every}
        largest = sorted(each for each in sets if not any(each != other and each & other == each for other in sets))
        # A matter that has a combination in two enquiries is one: what both have is taken off again, and so on.
        largest = largest[:MOST_OF_A_CHAIN]
        for size in range(1, len(largest) + 1):
            for some in combinations(largest, size):
                counts[reduce(and_, some)] += 1 if size % 2 else -1
    for place in range(len(kept)):  # what has more codes has these too
        for together in range(len(counts)):
            if not together >> place & 1:
                counts[together] += counts[together | 1 << place]
    return counts


def _smallest(shared: list[int], codes: int) -> list[int]:
    """Return the combinations that are rare, and are not with any code left out: the smallest first."""
    rare = [
        together
        for together in range(1, len(shared))
        if shared[together] < FEWEST
        and all(
            together == 1 << at or shared[together ^ 1 << at] >= FEWEST for at in range(codes) if together >> at & 1
        )
    ]
    return sorted(rare, key=lambda together: (together.bit_count(), together))

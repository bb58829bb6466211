"""Reading of violations, limited to what the person may see; of other centres a count, and nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound, beyond
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import reached_by
from bereg.violations.models import INDEXES, CheckRequest, TrendNotice, Violation, ViolationEvent

MOST_NAMED = 2_000  # of the latest, among which the page looks for firms that several enquiries name
BESIDE = ("enquiry__centre", "enquiry__assignee", "enquiry__questionnaire", "raised_by")


@dataclass(frozen=True)
class Alike:
    """Who names the same firm: enquiries of one's own centres by number, those of others counted by centre."""

    here: list[Violation]
    elsewhere: dict[str, int]

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the enquiries of one's own centres."""
        return sorted({each.enquiry.number for each in self.here})

    @property
    def count(self) -> int:
        """Return how many enquiries name the firm."""
        return len(self.numbers) + sum(self.elsewhere.values())


def violations_on(enquiry: Enquiry) -> QuerySet[Violation]:
    """Return the violations of an enquiry at hand, the first raised first."""
    return Violation.objects.through(enquiry=enquiry).select_related("raised_by").order_by("raised_at", "pk")


def enquiries_to_raise_from(person: User) -> QuerySet[Enquiry]:
    """Return the enquiries from which somebody may raise violations, whether or not anything may be kept there."""
    return reached_by(person, Permission.VIOLATION_RAISE).select_related("centre", "assignee", "questionnaire")


def violations_for(person: User) -> QuerySet[Violation]:
    """Return the violations that somebody may open and change: of enquiries that their right reaches."""
    return among(person, Permission.VIOLATION_RAISE).select_related(*BESIDE)


def violations_to_check(person: User) -> QuerySet[Violation]:
    """Return the violations for which somebody may ask for a check: those of enquiries that they have."""
    return among(person, Permission.VIOLATION_CHECK).select_related(*BESIDE)


def among(person: User, right: Permission) -> CentreBound[Violation]:
    """Return those of enquiries that a right reaches, each asked for by its id: of a list SQLite reads all first."""
    reached = Exists(reached_by(person, right).filter(pk=OuterRef("enquiry")))
    return Violation.objects.of_centres(centres_of(person)).filter(reached)


def check_of(violation: Violation) -> QuerySet[CheckRequest]:
    """Return the check request of a violation at hand, if there is one."""
    beside = ("violation__enquiry", "second__enquiry", "enquiry__centre", "enquiry__assignee", "judged_by")
    drafted = ("dispatch__centre", "dispatch__enquiry__centre", "dispatch__enquiry__assignee", "dispatch__recipient")
    return CheckRequest.objects.through(violation=violation).select_related("centre", *beside, *drafted)


def violations_to_judge(person: User) -> CentreBound[Violation]:
    """Return the violations of somebody's centres that they may link: numbers and codes, of whomever the texts are."""
    if not person.may(Permission.VIOLATION_JUDGE):
        return Violation.objects.none()
    return Violation.objects.of_centres(centres_of(person)).filter(enquiry__mistake="")


def violations_of_number(person: User, number: str) -> CentreBound[Violation]:
    """Return the violations of the enquiry of a number, as far as somebody may link them."""
    return violations_to_judge(person).filter(enquiry__number=number.strip().upper()).select_related("enquiry")


def alike(violation: Violation, person: User) -> Alike:
    """Return who else names the firm of a violation at hand, its own enquiry left out."""
    match = naming_the_same([violation])
    if match is None:
        return Alike([], {})
    own = centres_of(person)
    here = Violation.objects.of_centres(own).filter(match, enquiry__mistake="").exclude(enquiry=violation.enquiry_id)
    found = here.select_related("enquiry__centre").order_by("-raised_at", "pk")
    return Alike(list(found), _counted(_elsewhere(match, own), [violation]))


def naming_the_same(violations: Iterable[Violation]) -> Q | None:
    """Match what has a number, a name, an address or a link in common with these; None where they name nobody."""
    match = Q()
    for name in INDEXES:
        values = {bytes(getattr(each, name)) for each in violations} - {b""}
        if values:
            match |= Q((f"{name}__in", sorted(values)))
    links = {each.linked for each in violations if each.linked}
    if links:
        match |= Q(linked__in=links)
    return match or None


def named_by_several(person: User) -> list[Alike]:
    """Return the firms that several enquiries name, the one with most first. None is opened for it."""
    latest = violations_to_judge(person).exclude(**dict.fromkeys(INDEXES, b""), linked=None)
    latest = latest.defer("name", "tax_number", "address", "doing").select_related("enquiry__centre")
    found = list(latest.order_by("-raised_at", "pk")[:MOST_NAMED])
    match = naming_the_same(found)
    others = _elsewhere(match, centres_of(person)) if match else []
    groups = [Alike(members, _counted(others, members)) for members in _joined(found)]
    return sorted((each for each in groups if each.count > 1), key=lambda each: (-each.count, each.numbers))


@beyond("same firm")
def _elsewhere(match: Q, own: Iterable[Centre]) -> list[Violation]:
    """Return what matches at other centres: for counting, and never shown."""
    every = Violation.objects.everywhere(because="same firm").filter(match, enquiry__mistake="")
    found = every.exclude(centre__in=[each.pk for each in own]).select_related("centre")
    return list(found.only("enquiry_id", "linked", *INDEXES, "centre__names", "centre__code"))


def _counted(others: Iterable[Violation], members: Iterable[Violation]) -> dict[str, int]:
    """Count the enquiries of other centres that name the firm of these, by the name of the centre."""
    keys = {key for each in members for key in _keys(each)}
    pairs = {(each.enquiry_id, each.centre) for each in others if keys & set(_keys(each))}
    return dict(sorted(Counter(str(centre) for _enquiry, centre in pairs).items()))


def _keys(violation: Violation) -> Iterator[tuple[str, Any]]:
    """Yield by what a violation is found."""
    for name in (*INDEXES, "linked"):
        value = getattr(violation, name)
        if value:
            yield name, value if name == "linked" else bytes(value)


def _joined(violations: list[Violation]) -> list[list[Violation]]:
    """Join what has anything in common, over however many between."""
    by_key: dict[Any, list[int]] = defaultdict(list)
    for place, each in enumerate(violations):
        for key in _keys(each):
            by_key[key].append(place)
    first = list(range(len(violations)))
    for places in by_key.values():
        for place in places:
            first[_first(first, place)] = _first(first, places[0])
    groups = defaultdict(list)
    for place, each in enumerate(violations):
        groups[_first(first, place)].append(each)
    return list(groups.values())


def _first(first: list[int], place: int) -> int:
    while first[place] != place:
        place = first[place]
    return place


def notices_for(person: User) -> QuerySet[TrendNotice]:
    """Return the notices of somebody's centres, the latest first."""
    if not person.may(Permission.VIOLATION_JUDGE):
        return TrendNotice.objects.none()
    found = TrendNotice.objects.of_centres(centres_of(person)).select_related("centre", "dispatch")
    return found.order_by("-written_at", "pk")


def imported_keys(keys: Iterable[str], *, centre: str) -> set[str]:
    """Return those of these digests of imported rows that stand already at a centre, by its code."""
    found = ViolationEvent.objects.everywhere(because="import").filter(centre__code=centre, import_key__in=list(keys))
    return {key for key in found.values_list("import_key", flat=True) if key}

"""A search beside everybody who agreed to be found, at whatever centre. The program compares; nobody sees a name."""

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.clock import today_at
from bereg.centres.scope import beyond
from bereg.enquiries import part_texts
from bereg.enquiries.outcomes import Consent
from bereg.searches.acts import COMPARED
from bereg.searches.choices import Band
from bereg.searches.details import DETAILS, Details
from bereg.searches.ending import lock_consent
from bereg.searches.errors import CannotBeComparedError, NotYourSearchError, StaleSearchError
from bereg.searches.models import Findable, Match, SearchEvent, SearchRequest
from bereg.searches.ranking import NamedPerson, ranked, ready
from bereg.searches.steps import proposed
from bereg.vault import actions as vault

MOST = 5  # so many may match at once: with more, nobody is asked well
LIKELY, POSSIBLE = 0.86, 0.76  # scores from which a band begins


def look(*, search: SearchRequest, by: User) -> int:
    """Propose who may be meant, each at most once, and return how many are new. Call it outside transactions.

    Raise NotYourSearchError, StaleSearchError, CannotBeComparedError.
    """
    if not search.is_led_by(by):
        raise NotYourSearchError
    if not search.is_open or search.enquiry.consent != Consent.YES:
        raise StaleSearchError
    sought = part_texts.opened(search, DETAILS, by=by)
    if sought.is_closed or not sought.text:
        raise CannotBeComparedError
    with beyond("search"):
        known = _opened_for(search, by)
        people = ready([_named(details) for _findable, details in known])
        found = ranked(_named(Details.of_text(sought.text)), people, MOST)
        made = [_match(search, *known[at], score) for at, score in found if score >= POSSIBLE]
        return _store(search, made, by)


def _opened_for(search: SearchRequest, by: User) -> list[tuple[Findable, Details]]:
    """Return everybody who was not proposed for a search yet, opened for it alone."""
    before = Match.objects.through(search=search).exclude(findable=None).values("findable")
    others = Findable.agreeing().exclude(pk__in=before).exclude(enquiry=search.enquiry_id)
    findables = list(others.select_related("centre").order_by("pk"))
    for each in findables:
        each.sought_for = search
    known: list[tuple[Findable, Details]] = []
    vault.compare(findables, DETAILS, lambda one, text: known.append((one, Details.of_text(text))), by=by)
    return known


def _named(details: Details) -> NamedPerson:
    return NamedPerson(details.names, details.born, details.origin)


def _match(search: SearchRequest, findable: Findable, details: Details, score: float) -> Match:
    return Match(
        centre_id=findable.centre_id,
        enquiry_id=findable.enquiry_id,
        search=search,
        search_centre_id=search.centre_id,
        findable=findable,
        relation=search.relation,
        band=Band.LIKELY if score >= LIKELY else Band.POSSIBLE,
        of_child=search.of_child or details.may_be_child(today_at(findable.centre)),
    )


@transaction.atomic
def _store(search: SearchRequest, made: list[Match], by: User) -> int:
    lock_consent(search.enquiry)
    # Locked: of two who look at once, the second finds what the first proposed.
    standing = SearchRequest.objects.of(search).filter(closed_at=None).select_for_update(of=("self",)).first()
    if standing is None:
        raise StaleSearchError
    before = set(Match.objects.through(search=search).values_list("findable", flat=True))
    there = Findable.agreeing().filter(pk__in=[each.findable_id for each in made])
    # Locked: whoever takes it back just now is waited for, and is matched no more. Read as records: of values alone
    # Django would lock the enquiries too, in another order than a withdrawal does.
    locked = there.select_for_update(of=("self",), no_key=True).order_by("pk")
    still = {each.pk for each in locked.only("pk")} - before
    new = [each for each in made if each.findable_id in still]
    for each in new:  # somebody may have learned meanwhile that it is about a child
        each.of_child = each.of_child or standing.of_child
    Match.objects.bulk_create(new)
    SearchEvent.objects.bulk_create(proposed(search, len(new)))
    audit.record(COMPARED, target=search, by=by)
    return len(new)

"""The searches of the demonstration: relatives who ask, and callers who agree to be found. Invented names."""

import datetime as dt
from random import Random

from django.utils import timezone

from bereg.accounts.demonstration import PLACES, demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.dispatch.changing import store_steps
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sample_past import PastDispatch, past_dispatch, steps_of
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.part_texts import seal_each
from bereg.searches.access import leaders_of
from bereg.searches.acts import FINDABLE, OPENED
from bereg.searches.asking import answer, ask
from bereg.searches.choices import MatchState, Risk, SaidOfSearch, SearchEnding, SearchStep, Verified, WhoLooks
from bereg.searches.details import DETAILS, Details
from bereg.searches.matching import look
from bereg.searches.models import Findable, Match, SearchEvent, SearchRequest
from bereg.searches.steps import begun
from bereg.transfers.matters import root_of
from bereg.vault import actions as vault

EACH = 3  # of either kind at each centre
OF_SO_MANY = 3  # enquiries about somebody missing, one led to a search that ended in the year
# Each pair is one invented person: as a relative writes the name, and as the caller does.
NAMES = (
    (("Рахмонов Джамшед Азизович",), ("Jamshed Rahmonov",), 1981, "TJ"),
    (("Кадырова Нигора",), ("Nigora Qodirova", "Нигора"), 1986, "UZ"),
    (("Юлдашев Уткир",), ("O‘tkir Yo‘ldoshev",), 1979, "UZ"),
    (("Королёва Светлана Павловна",), ("Sveta Koroleva",), 1983, "RU"),
    (("Ҳакимзода Шуҳрат",), ("Хакимов Шухрат",), 1988, "TJ"),
    (("Ахмедов Фарход Рустамович",), ("Axmedov Farhod",), 1975, "UZ"),
)

OF_MATCH = ("search__centre", "search__enquiry", "enquiry__centre", "enquiry__assignee", "centre")
ANSWERED = (MatchState.AGREED, None, MatchState.REFUSED)  # of the matches that are asked; the others wait
ASKS = "Вымышленный вопрос: вас ищет родственник. Можно ли что-нибудь ему передать?"
SAYS = "Вымышленный ответ: всё хорошо, есть работа, к празднику будет звонок. Адреса не говорить."


def sample(centre: Centre) -> None:
    """Write the searches of one centre, and who agrees to be found there; the same every time."""
    agreed = Enquiry.objects.of_centres([centre]).filter(
        consent=Consent.YES, closed_at=None, mistake="", assignee__isnull=False
    )
    latest = list(agreed.select_related("centre", "assignee").order_by("-number")[: 2 * EACH])
    rng = Random(f"searches {centre.code}")  # noqa: S311 - must be the same every time, and guards invented data alone
    # Who is searched for at one centre agreed to be found at the next.
    start = EACH * sorted(PLACES).index(centre.code) if centre.code in PLACES else 0
    names = [NAMES[(start + place) % len(NAMES)] for place in range(len(NAMES))]
    _search([_searched(each, name, rng) for each, name in zip(latest[:EACH], names, strict=False)])
    _ended_ones(centre)
    _agree([_found(each, name) for each, name in zip(latest[EACH:], names[::-1], strict=False)])


def _ended_ones(centre: Centre) -> None:
    """Write searches that ended in the year, with their queries: whom they were about is long erased."""
    missed = Enquiry.objects.of_centres([centre]).filter(topics__contains=" missing_person ", mistake="")
    missed = missed.filter(consent=Consent.YES, closed_at__isnull=False, assignee__isnull=False)
    chosen = missed.select_related("centre", "assignee").order_by("number")[::OF_SO_MANY]
    made = [_ended(each) for each in chosen]
    SearchRequest.objects.bulk_create(made)
    signers = people_at(centre.pk, Permission.DISPATCH_AGREE)
    asked = [query for each in made if signers and (query := _query(each, signers[0]))]
    Dispatch.objects.bulk_create(asked)
    store_steps([step for each in asked for step in steps_of(each)])
    SearchEvent.objects.bulk_create([event for each in made for event in _steps(each)])


def _ended(enquiry: Enquiry) -> SearchRequest:
    rng = Random(f"search {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    closed_at = enquiry.opened_at + dt.timedelta(days=rng.randrange(20, 90))
    return SearchRequest(
        id=demonstration_id("search", enquiry.number),
        centre=enquiry.centre,
        enquiry=enquiry,
        relation=rng.choice(list(WhoLooks)),
        verified=rng.choice([Verified.DOCUMENT, Verified.DETAILS]),
        risk=rng.choice(list(Risk)),
        opened_at=enquiry.opened_at,
        opened_by=enquiry.assignee,
        reviewed_at=enquiry.opened_at,
        closed_at=closed_at,
        closed_by=enquiry.assignee,
        ending=rng.choice([*[SearchEnding.TOLD] * 2, *[SearchEnding.NOTHING] * 3, SearchEnding.WITHDRAWN]),
    )


def _query(search: SearchRequest, signer: User) -> Dispatch | None:
    """Return a query that left three days after the search began, of most searches."""
    rng = Random(f"query {search.enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    by = search.enquiry.assignee
    if by is None or rng.random() < 0.4:
        return None
    made = past_dispatch(
        PastDispatch(
            key=f"query {search.enquiry.number}",
            centre=search.centre,
            enquiry=search.enquiry,
            kind=DispatchKind.SEARCH,
            ground=DispatchGround.CONSENT,
            drafted_at=search.opened_at + dt.timedelta(days=3),
            by=by,
            signer=signer,
        )
    )
    if made:
        made.subject = search.pk
    return made


def _steps(search: SearchRequest) -> list[SearchEvent]:
    """Return the steps of a search that ended: whoever is told of was found, asked, and said yes."""
    rng = Random(f"steps {search.enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    ended_at, is_told = search.closed_at or search.opened_at, search.ending == SearchEnding.TOLD
    steps: list[tuple[SearchStep, str, int]] = [(SearchStep.ENDED, search.ending, 0)]
    if is_told or rng.random() < 0.3:
        said = SaidOfSearch.YES if is_told else SaidOfSearch.NO
        steps += [(SearchStep.FOUND, "", 12), (SearchStep.ASKED, "", 10), (SearchStep.SAID, said, 4)]
    return [
        begun(search),
        *(
            SearchEvent(
                centre_id=search.centre_id,
                enquiry_id=search.enquiry_id,
                search=search,
                matter=root_of(search.enquiry_id),
                step=step,
                code=code,
                at=ended_at - dt.timedelta(days=before),
            )
            for step, code, before in steps
        ),
    ]


def _searched(enquiry: Enquiry, name: tuple[tuple[str, ...], tuple[str, ...], int, str], rng: Random) -> SearchRequest:
    made = SearchRequest(
        id=demonstration_id("search", enquiry.number),
        centre=enquiry.centre,
        enquiry=enquiry,
        relation=rng.choice(list(WhoLooks)),
        verified=rng.choice(list(Verified)),
        risk=rng.choice(list(Risk)),
        opened_at=enquiry.opened_at,
        opened_by=enquiry.assignee,
        reviewed_at=timezone.now(),
    )
    details = Details(name[0], name[2], name[3], "Последний звонок – весной, с вокзала.", "На стройку, с земляком.")
    (made.details,) = seal_each(DETAILS, [(made, details.as_text())])
    return made


def _found(enquiry: Enquiry, name: tuple[tuple[str, ...], tuple[str, ...], int, str]) -> Findable:
    made = Findable(
        id=demonstration_id("findable", enquiry.number),
        centre=enquiry.centre,
        enquiry=enquiry,
        agreed_at=enquiry.opened_at,
        agreed_with=enquiry.assignee,
    )
    (made.details,) = seal_each(DETAILS, [(made, Details(name[1], name[2], name[3]).as_text())])
    return made


def _search(made: list[SearchRequest]) -> None:
    SearchRequest.objects.bulk_create(made)
    SearchEvent.objects.bulk_create([begun(each) for each in made])
    digests = [vault.written_new(each) for each in made]
    audit.record_many(OPENED, targets=list(made), by=None, because="bulk", digests=digests)


def _agree(made: list[Findable]) -> None:
    Findable.objects.bulk_create(made)
    digests = [vault.written_new(each) for each in made]
    audit.record_many(FINDABLE, targets=list(made), by=None, because="bulk", digests=digests)


def renew(centre: Centre) -> None:
    """Have matches on the searches of a centre: one that waits, one of somebody who said yes, one who said no.

    Of each pair of invented people one is searched for and one agreed to be found, at whatever centre.
    """
    searches = SearchRequest.objects.of_centres([centre]).filter(closed_at=None).exclude(details=b"")
    if Match.objects.through(search__in=searches).exists():
        return
    for search in searches.select_related("centre", "enquiry__centre", "enquiry__assignee").order_by("pk"):
        leader = next(iter(leaders_of(search)), None)
        if leader is not None:
            look(search=search, by=leader)
    proposed = Match.objects.through(search__in=searches).select_related(*OF_MATCH).order_by("-band", "findable")
    for match, said in zip(proposed, ANSWERED, strict=False):
        _ask(match, said)


def _ask(match: Match, said: MatchState | None) -> None:
    """Let the person be asked, and answer where something is said."""
    leader, there = next(iter(leaders_of(match.search)), None) if match.search else None, match.enquiry.assignee
    if leader is None or there is None or match.of_child:
        return
    ask(match=match, asks=ASKS, by=leader)
    standing = Match.objects.of(match).select_related(*OF_MATCH).get()
    if said:
        answer(match=standing, state=said, says=SAYS if said == MatchState.AGREED else "", by=there)

"""The searches of the demonstration: relatives who ask, and callers who agree to be found. Invented names."""

from random import Random

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.part_texts import seal_each
from bereg.searches.acts import FINDABLE, OPENED
from bereg.searches.details import DETAILS, Details
from bereg.searches.lists import Risk, Verified, WhoLooks
from bereg.searches.models import Findable, SearchRequest
from bereg.vault import actions as vault

EACH = 3  # of either kind at each centre
# Each pair is one invented person: as a relative writes the name, and as the caller does.
NAMES = (
    (("Рахмонов Джамшед Азизович",), ("Jamshed Rahmonov",), 1981, "TJ"),
    (("Кадырова Нигора",), ("Nigora Qodirova", "Нигора"), 1986, "UZ"),
    (("Юлдашев Уткир",), ("O‘tkir Yo‘ldoshev",), 1979, "UZ"),
    (("Королёва Светлана Павловна",), ("Sveta Koroleva",), 1983, "RU"),
    (("Ҳакимзода Шуҳрат",), ("Хакимов Шухрат",), 1988, "TJ"),
    (("Ахмедов Фарход Рустамович",), ("Axmedov Farhod",), 1975, "UZ"),
)


def sample(centre: Centre) -> None:
    """Write the searches of one centre, and who agrees to be found there; the same every time."""
    agreed = Enquiry.objects.of_centres([centre]).filter(
        consent=Consent.YES, closed_at=None, mistake="", assignee__isnull=False
    )
    latest = list(agreed.select_related("centre", "assignee").order_by("-number")[: 2 * EACH])
    rng = Random(f"searches {centre.code}")  # noqa: S311 - must be the same every time, and guards invented data alone
    names = rng.sample(NAMES, len(NAMES))
    _search([_searched(each, name, rng) for each, name in zip(latest[:EACH], names, strict=False)])
    _agree([_found(each, name) for each, name in zip(latest[EACH:], names[::-1], strict=False)])


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
    details = Details(name[0], name[2], name[3], "Звонил с вокзала весной.", "На стройку, с земляком.")
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
    digests = [vault.written_new(each) for each in made]
    audit.record_many(OPENED, targets=list(made), by=None, because="bulk", digests=digests)


def _agree(made: list[Findable]) -> None:
    Findable.objects.bulk_create(made)
    digests = [vault.written_new(each) for each in made]
    audit.record_many(FINDABLE, targets=list(made), by=None, because="bulk", digests=digests)

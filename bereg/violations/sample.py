"""The violations of the demonstration year: some of what its enquiries are about, and a few firms that several name.

The firms are invented: their numbers have check digits that hold and belong to nobody, and one works in two regions.
"""

from random import Random

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.core.quarters import quarter_of
from bereg.dispatch.queries import recipients
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.answers import UNANSWERED
from bereg.violations.actions import Raised, seal_many, store_sealed
from bereg.violations.check_requests import CheckAnswers, ask
from bereg.violations.choices import NamedAs, ToldFurther, ViolationKind
from bereg.violations.models import Violation
from bereg.violations.sample_told import tell_authorities
from bereg.violations.texts import Firm
from bereg.violations.trend_notice_threshold import enough_at
from bereg.violations.trend_notices import WantedNotice, write_notice

# Of so many enquiries about a topic one reveals a violation.
REVEALED = {
    "trafficking_labour": (ViolationKind.EXPLOITATION, 2),
    "unpaid_wages": (ViolationKind.WAGES, 2),
    "work_permit": (ViolationKind.PERMIT, 8),
    "registration": (ViolationKind.REGISTRATION, 8),
}
NAMING = frozenset({ViolationKind.EXPLOITATION, ViolationKind.WAGES})
FIRMS = (
    Firm("ООО «Вымышленный лес»", "0000000018", "г. Онега, ул. Вымышленная, д. 5", "лесопилка"),
    Firm("ИП Выдумкин", "", "г. Истра, ул. Придуманная, д. 11", "стройка"),
    Firm("ООО «Небывалая стройка»", "0000000025", "", "стройка"),
    Firm("Теплица «Сказка»", "", "с. Небылово, ул. Сказочная, д. 2", "теплица"),
)

ASKED = CheckAnswers(
    guess="no",
    guess_why="Там работают двадцать человек, рассказать мог любой.",
    people_there="unknown",
    people_why="О документах не спрашивали.",
)


def sample(centre: Centre) -> None:
    """Write the violations of one centre; the same every time."""
    found = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, mistake="", is_received=False)
    told = [each for enquiry in found.select_related("assignee").order_by("number") if (each := _violation(enquiry))]
    store_sealed(violations=seal_many(told=told), by=None)
    lawyer = next((each for each in people_at(centre.pk, Permission.VIOLATION_CHECK)), None)
    if lawyer:
        tell_authorities(centre, lawyer)
        _draft_a_notice(centre, lawyer)
        _ask_for_a_check(centre, lawyer)


def _draft_a_notice(centre: Centre, lawyer: User) -> None:
    """Let a notice of the latest quarter wait for a signature, where there are enough matters and a state body."""
    enough = next(iter(enough_at(centre)), None)
    bodies = (each for each in recipients() if each.published and each.published.content.get("sort") == "state")
    body = next(bodies, None)
    if enough and body:
        wanted = WantedNotice(enough.cell, body, "ru")
        write_notice(id=demonstration_id("trend notice", centre.code), wanted=wanted, by=lawyer)


def _ask_for_a_check(centre: Centre, lawyer: User) -> None:
    """Let a check request of the lawyer wait for a second enquiry."""
    found = Violation.objects.of_centres([centre]).filter(enquiry__assignee=lawyer, told_further=ToldFurther.NOT_ASKED)
    named = found.exclude(address_index=b"").select_related("enquiry__centre", "enquiry__assignee", "centre")
    violation = named.order_by("-raised_at").first()
    if violation:
        ask(violation=violation, version=0, asked=ASKED, by=lawyer)


def _violation(enquiry: Enquiry) -> tuple[Violation, Firm] | None:
    rng = Random(f"violation {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    for topic, (kind, each) in REVEALED.items():
        if f" {topic} " in enquiry.topics and rng.randrange(each) == 0:
            return _made(enquiry, kind, rng)
    return None


def _made(enquiry: Enquiry, kind: ViolationKind, rng: Random) -> tuple[Violation, Firm]:
    firm = rng.choice(FIRMS) if kind in NAMING and rng.random() < 0.5 else Firm()
    region = str(enquiry.answers.get("region", ""))
    said = Raised(
        kind=kind,
        quarter=quarter_of(enquiry.opened_at.date()),
        region="" if region in UNANSWERED else region,
        told_further=rng.choice((ToldFurther.AGREED, ToldFurther.NOT_ASKED, ToldFurther.REFUSED)),
        signs=("wages",) if kind == ViolationKind.WAGES else (),
        named_as=NamedAs.EMPLOYER if firm.name else "",
    )
    made = Violation(
        id=demonstration_id("violation", enquiry.number),
        centre_id=enquiry.centre_id,
        enquiry=enquiry,
        raised_by=enquiry.assignee,
        raised_at=enquiry.opened_at,
        **said.columns(),
    )
    return made, firm

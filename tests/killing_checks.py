"""What `tests.killing` does with notices, check requests and searches: an act up to one of its writes."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dispatch.choices import DispatchState
from bereg.dispatch.hindrances import why_not_signed
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import stands as stood
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.countries_and_regions import regions
from bereg.reference.models import ReferenceEntry
from bereg.searches import asking
from bereg.searches.choices import Band, MatchState, WhoLooks
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.searches.tests.conftest import ASKS, SAYS, agreed, begun
from bereg.searches.tests.conftest import registered as called
from bereg.searches.tests.conftest import stands as matched
from bereg.violations import check_requests, trend_notices
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.quarters import latest_quarters
from bereg.violations.queries import check_of
from bereg.violations.tests.conftest import SAWMILL, noted, registered
from bereg.violations.tests.conftest import stands as violation_of
from bereg.violations.texts import Firm
from bereg.violations.trend_notice_threshold import NoticeCell
from bereg.violations.trend_notices import WantedNotice
from conftest import make_user

KIND, MATTERS, LAWYER = "permit", 5, "Lawyer 01"
Acts = dict[str, tuple[Callable[[], str], Callable[[str], object]]]


def _by(name: str = "Supervisor 01") -> User:
    return User.objects.get(name=name)


def _lawyer() -> User:
    return User.objects.filter(name=LAWYER).first() or make_user(Centre.objects.get(), Role.LAWYER, LAWYER)


def _ministry() -> ReferenceEntry:
    entries = [each for each in ReferenceEntry.objects.select_related("published") if each.published]
    return next(each for each in entries if each.published and each.published.content["sort"] == "state")


def _cell() -> str:
    """Raise enough of one kind in a region of which nothing was raised yet, and return which."""
    centre, used = Centre.objects.get(), set(Violation._base_manager.values_list("region", flat=True))
    region = next(each.code for each in regions(centre.country) if each.code not in used)
    for _each in range(MATTERS):
        about = registered(centre, _by())
        noted(about, _by(), kind=KIND, region=region, told_further="not_asked", firm=Firm())
    return f"{KIND}_{region}_{latest_quarters(centre)[1]}"


def _write_notice(code: str) -> None:
    cell = NoticeCell.of(Centre.objects.get(), code)
    assert cell
    trend_notices.write_notice(id=uuid4(), wanted=WantedNotice(cell, _ministry(), "ru"), by=_by())


def _to_judge() -> str:
    """Ask for a check that waits, beside a second enquiry; the lawyer has both."""
    centre, house = Centre.objects.get(), Violation._base_manager.count() + 1
    firm = Firm(name=f"Sawmill {uuid4()}", address=f"г. Онега, ул. Лесная, д. {house}", doing=SAWMILL.doing)
    found = [
        noted(registered(centre, _by()), _by(), told_further="not_asked", region="RU-ARK", firm=firm) for _ in range(2)
    ]
    Enquiry._base_manager.filter(pk__in=[each.enquiry_id for each in found]).update(assignee=_lawyer())
    first, second = (violation_of(each) for each in found)
    asked = check_requests.CheckAnswers("no", "Twenty work there.", "unknown", "Nobody asked.")
    check_requests.ask(violation=first, version=0, asked=asked, by=_lawyer())
    return f"{first.pk}:{second.pk}"


def _check(subject: str) -> tuple[CheckRequest, Violation]:
    first, _colon, second = subject.partition(":")
    return check_of(violation_of(Violation(pk=UUID(first)))).get(), violation_of(Violation(pk=UUID(second)))


def _judge(subject: str) -> None:
    check, second = _check(subject)
    check_requests.judge_different(check=check, version=1, second=second, by=_lawyer())


def _judged() -> str:
    subject = _to_judge()
    _judge(subject)
    return subject


def _drafted() -> str:
    subject = _judged()
    _draft(subject)
    return subject


def _draft(subject: str) -> None:
    check, _second = _check(subject)
    letter = check_requests.CheckLetter(_ministry(), SAWMILL.doing)
    check_requests.draft_check(id=uuid4(), check=check, version=2, letter=letter, by=_lawyer())


def _redraft(subject: str) -> None:
    check, _second = _check(subject)
    letter = check_requests.CheckLetter(_ministry(), "planks are sawn")
    check_requests.redraft_check(check=check, version=3, letter=letter, by=_lawyer())


def _match() -> str:
    """Bring a search and somebody who agreed to be found together."""
    centre, by = Centre.objects.get(), _by()
    search = begun(called(centre, by), by)
    findable = agreed(called(centre, by), by)
    columns: dict[str, Any] = {"search": search, "search_centre": centre, "findable": findable}
    columns |= {"relation": WhoLooks.PARENT, "band": Band.LIKELY}
    return str(Match._base_manager.create(centre=centre, enquiry=findable.enquiry, **columns).pk)


def _at(pk: str) -> Match:
    return matched(Match(pk=UUID(pk)))


def _ask(pk: str) -> None:
    asking.ask(match=_at(pk), asks=ASKS, by=_by())


def _answer(pk: str, state: MatchState = MatchState.AGREED) -> None:
    asking.answer(match=_at(pk), state=state, says=SAYS if state == MatchState.AGREED else "", by=_by())


def _asked() -> str:
    pk = _match()
    _ask(pk)
    return pk


def _agreed() -> str:
    pk = _asked()
    _answer(pk)
    return pk


def _two_agreed() -> str:
    """Have two people agree about somebody who cannot answer."""
    pk = _asked()
    _answer(pk, MatchState.UNABLE)
    asking.ask_second(match=_at(pk), says=SAYS, by=_by())
    asked = approvals.living(kind=asking.TWO_PEOPLE, target=asking.target_of(_at(pk)), by=_by())
    assert asked
    approvals.decide(approval=asked, agrees=True, by=_by("Supervisor 02"))
    return pk


ACTS: Acts = {
    "notice": (_cell, _write_notice),
    "judge": (_to_judge, _judge),
    "draft": (_judged, _draft),
    "redraft": (_drafted, _redraft),
    "ask": (_match, _ask),
    "answer_for": (_asked, _answer),
    "decide": (_two_agreed, lambda pk: asking.decide(match=_at(pk), by=_by())),
    "tell": (_agreed, lambda pk: asking.tell(match=_at(pk), by=_by())),
}


def standing() -> Counter[str]:
    """Count how it stands with what these acts change, and which drafts nothing keeps from being signed."""
    found: Counter[str] = Counter()
    for model, column in ((Match, "state"), (SearchRequest, "ending")):
        found.update(f"{model.__name__} {value}" for value in model._base_manager.values_list(column, flat=True))
    checks = CheckRequest._base_manager.all()
    found["checks judged"] = checks.exclude(judged_at=None).count()
    found["checks drafted"] = checks.exclude(dispatch=None).count()
    found["matches with words"] = Match._base_manager.exclude(says=b"").count()
    found["findable"] = Findable._base_manager.count()
    drafts = [stood(each) for each in Dispatch._base_manager.filter(state=DispatchState.DRAFTED)]
    found["drafts to be signed"] = sum(not why_not_signed(each) for each in drafts)
    return found

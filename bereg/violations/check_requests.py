"""A check request: asked for, judged by a lawyer where the person did not agree, and drafted to leave."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.dispatch import drafting, stopping
from bereg.dispatch.choices import DispatchKind, DispatchState
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.findings import known_of
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.part_texts import seal_each
from bereg.redaction.judging import Decisions, open_findings
from bereg.reference.models import ReferenceEntry
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.violations.acts import ASKED, CHECK_DRAFTED, JUDGED, NAMED_AGAIN, REASKED
from bereg.violations.choices import NamedAs
from bereg.violations.grounds import candidates, ground_of
from bereg.violations.models import REASONS, CheckRequest, Violation
from bereg.violations.texts import Firm, opened


class NotYourCheckError(Exception):
    """The person asks for no check here: it is for the lawyer who has the enquiry."""


class StaleCheckError(Exception):
    """The check request was changed, judged or drafted meanwhile, or what it rests on is gone."""


class NotJudgeableError(Exception):
    """The other enquiry is none that this person can judge to come from somebody else."""


class NoGroundError(Exception):
    """It waits: the person has not agreed, and no second enquiry was judged to come from somebody else."""


class NoAddressError(Exception):
    """Nobody can look where no address is known."""


class UndecidedCheckError(Exception):
    """What is done there may tell who somebody is, and nobody has decided on that."""


@dataclass(frozen=True)
class CheckAnswers:
    """The two questions, each with its answer and why; and the day before which nothing leaves."""

    guess: str
    guess_why: str
    people_there: str
    people_why: str
    not_before: dt.date | None = None

    def codes(self) -> dict[str, Any]:
        """Return the columns that stand in clear."""
        return {"guess": self.guess, "people_there": self.people_there, "not_before": self.not_before}


def ask(*, violation: Violation, version: int, asked: CheckAnswers, by: User) -> CheckRequest:
    """Ask for a check, or answer the questions anew while nothing is drafted. version: 0 of a new one.

    What is held stays as it stands. Raise NotYourCheckError, StaleCheckError, HeldError. Call it outside transactions.
    """
    _demand(violation, by)
    standing = CheckRequest.objects.through(violation=violation).first()
    if (standing.version if standing else 0) != version or (standing and is_drafted(standing)):
        raise StaleCheckError
    made = standing or CheckRequest(
        id=uuid4(), centre_id=violation.centre_id, enquiry=violation.enquiry, violation=violation, asked_by=by
    )
    for name, value in {**asked.codes(), **_sealed(made, asked)}.items():
        setattr(made, name, value)
    _store(made, version, by)
    return made


def _sealed(made: CheckRequest, asked: CheckAnswers) -> dict[str, bytes]:
    return {name: seal_each(name, [(made, getattr(asked, name))])[0] for name in REASONS}


@transaction.atomic
def _store(made: CheckRequest, version: int, by: User) -> None:
    if not Enquiry.objects.of(made.enquiry).select_for_update(no_key=True).filter(consent=Consent.YES).exists():
        raise StaleCheckError
    if not version:
        if not insert_new(made):
            raise StaleCheckError
        audit.record(ASKED, target=made, by=by, sha256=vault.written_new(made))
        return
    holds.refuse_held(made)
    columns = {name: getattr(made, name) for name in ("guess", "people_there", "not_before", *REASONS)}
    if not CheckRequest.objects.of(made).filter(version=version).update(**columns, version=version + 1):
        raise StaleCheckError
    audit.record(REASKED, target=made, by=by, sha256=vault.written_of({name: columns[name] for name in REASONS}))


@transaction.atomic
def judge_different(*, check: CheckRequest, version: int, second: Violation, by: User) -> None:
    """Judge that a second enquiry comes from somebody else: who judges reads both.

    Raise NotYourCheckError, NotJudgeableError, StaleCheckError.
    """
    _demand(check.violation, by)
    if second.pk not in {each.pk for each in candidates(check, by)}:
        raise NotJudgeableError
    columns = {"second": second, "judged_by": by, "judged_at": timezone.now(), "version": version + 1}
    if not CheckRequest.objects.of(check).filter(version=version).update(**columns):
        raise StaleCheckError
    audit.record(JUDGED, target=check, by=by)
    notices.settle(kind=NAMED_AGAIN, target=str(check.pk))


@dataclass(frozen=True)
class CheckLetter:
    """To whom it goes, and what it says of what is done there: somebody has looked whether that tells of the person."""

    recipient: ReferenceEntry
    doing: str = ""
    decisions: Decisions = field(default_factory=dict)  # on findings in `doing`, as it stands here


def draft_check(*, id: UUID, check: CheckRequest, version: int, letter: CheckLetter, by: User) -> Dispatch:
    """Draft what leaves: the firm, the place and what is done there. Call it outside transactions.

    Raise NotYourCheckError, NoGroundError, NoAddressError, UndecidedCheckError, StaleCheckError, DraftedError,
    NotYourDispatchError.
    """
    if is_drafted(check):
        raise StaleCheckError
    draft = _draft(check, version, letter, by)
    made = drafting.draft(id=id, centre=check.centre, enquiry=check.enquiry, drafting=draft, by=by)
    if not _drafted(check, version, made, by):
        stopping.stop(dispatch=made, version=made.version, by=by)
        raise StaleCheckError
    return made


def redraft_check(*, check: CheckRequest, version: int, letter: CheckLetter, by: User) -> Dispatch:
    """Write the draft anew, from what is noted now: to whom, and what is done there. Call it outside transactions.

    Raise as `draft_check` does, or as `drafting.rewrite`.
    """
    if check.dispatch is None or not may_be_redrafted(check):
        raise StaleCheckError
    draft = _draft(check, version, letter, by)

    def also(rewritten: Dispatch) -> None:
        if not _drafted(check, version, rewritten, by):
            raise StaleCheckError

    leaves = check.dispatch
    drafting.rewrite(dispatch=leaves, version=leaves.version, drafting=draft, by=by, also=also)
    return leaves


def _draft(check: CheckRequest, version: int, letter: CheckLetter, by: User) -> Drafting:
    """Return what leaves, once there is a ground, an address, and nothing of the person in what was typed."""
    _demand(check.violation, by)
    if check.version != version:
        raise StaleCheckError
    ground = ground_of(check)
    if ground is None:
        raise NoGroundError
    firm = opened(check.violation, by=by)
    if firm.is_closed or not firm.address:
        raise NoAddressError
    doing = letter.doing.strip()
    if open_findings(doing, letter.decisions, known=known_beside(check.violation, firm, by)):
        raise UndecidedCheckError
    return Drafting(
        kind=DispatchKind.CHECK,
        recipient=letter.recipient,
        ground=ground,
        content=check_text(check.violation, replace(firm, doing=doing), translation.get_language()),
        not_before=check.not_before,
    )


def known_beside(violation: Violation, firm: Firm, by: User) -> tuple[str, ...]:
    """Return what the matter holds that tells who somebody is, without the firm itself: that is what leaves."""
    own = {each.casefold() for each in firm.texts().values()}
    return tuple(each for each in known_of(violation.enquiry, by) if each.casefold() not in own)


@transaction.atomic
def _drafted(check: CheckRequest, version: int, dispatch: Dispatch, by: User) -> bool:
    standing = CheckRequest.objects.of(check).filter(version=version)
    digest = vault.digest(dispatch.content)
    if not standing.update(dispatch=dispatch, content_digest=digest, version=version + 1):
        return False
    audit.record(CHECK_DRAFTED, target=check, by=by, because=dispatch.ground)
    return True


def check_text(violation: Violation, firm: Firm, language: str) -> str:
    """Return what leaves, in a language: nothing of the person."""
    with translation.override(language):
        named = NamedAs(violation.named_as).label if violation.named_as else ""
        lines = (
            _("We ask for a check at this address: %(address)s.") % {"address": firm.address},
            _("Who is named: %(name)s.") % {"name": ", ".join(filter(None, (str(named), firm.name)))},
            _("Taxpayer's number: %(number)s.") % {"number": firm.tax_number},
            _("What is done there: %(doing)s.") % {"doing": firm.doing},
            _("What was told: %(what)s.") % {"what": violation.get_kind_display()},
            _("Please let us know what was found and done. Who told us stays with us."),
        )
        stands = (firm.address, named or firm.name, firm.tax_number, firm.doing, violation.kind, True)
        return "\n".join(line for line, has_words in zip(lines, stands, strict=True) if has_words)


def is_drafted(check: CheckRequest) -> bool:
    """Tell whether something is drafted for it, or has left; what was stopped before it left is not."""
    return check.dispatch is not None and check.dispatch.state != DispatchState.STOPPED


def may_be_redrafted(check: CheckRequest) -> bool:
    """Tell whether a draft stands that nobody has signed."""
    return check.dispatch is not None and check.dispatch.state == DispatchState.DRAFTED


def _demand(violation: Violation, by: User) -> None:
    if not violation.enquiry.is_reached_by(by, Permission.VIOLATION_CHECK) or violation.is_refused:
        raise NotYourCheckError

"""A trend notice is written: the program takes enough matters, writes the words, and drafts what is to leave."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.queries import own_centres
from bereg.centres.scope import beyond
from bereg.dispatch import drafting, stopping
from bereg.dispatch.choices import DispatchGround, DispatchKind, DispatchState
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.models import Dispatch
from bereg.reference.models import ReferenceEntry
from bereg.vault import actions as vault
from bereg.violations.acts import NOTICED
from bereg.violations.models import NoticeMatter, TrendNotice
from bereg.violations.trend_notice_text import notice_text
from bereg.violations.trend_notice_threshold import Enough, NoticeCell, enough_of


class NotYourNoticeError(Exception):
    """The person writes no notices of that centre."""


class NotEnoughError(Exception):
    """There are not enough matters, or a colleague has just used them."""


@dataclass(frozen=True)
class WantedNotice:
    """Which notice, to whom, in which language."""

    cell: NoticeCell
    recipient: ReferenceEntry
    language: str


def words_of(enough: Enough, language: str) -> str:
    """Return what a notice about matters says."""
    cell = enough.cell
    return notice_text(
        kind=cell.kind,
        region=cell.region,
        quarter=cell.quarter,
        country=cell.centre.country,
        signs=enough.signs,
        language=language,
    )


def write_notice(*, id: UUID, wanted: WantedNotice, by: User) -> Dispatch:
    """Write a notice and draft what is to leave. Call it outside transactions.

    Raise NotYourNoticeError, NotEnoughError, DraftedError, NotYourDispatchError.
    """
    centre = wanted.cell.centre
    if not by.may(Permission.VIOLATION_JUDGE) or centre.pk not in {each.pk for each in own_centres(by)}:
        raise NotYourNoticeError
    enough = enough_of(wanted.cell)
    if enough is None:
        raise NotEnoughError
    draft = Drafting(
        kind=DispatchKind.NOTICE,
        recipient=wanted.recipient,
        ground=DispatchGround.MATTERS,
        content=words_of(enough, wanted.language),
    )
    made = drafting.draft(id=id, centre=centre, enquiry=None, drafting=draft, by=by)
    try:
        take_matters(made, enough, by)
    except IntegrityError as taken:
        stopping.stop(dispatch=made, version=made.version, by=by)
        raise NotEnoughError from taken
    return made


@transaction.atomic
def take_matters(dispatch: Dispatch, enough: Enough, by: User) -> None:
    """Let the notice use its matters. Of two notices that want one matter the database lets the first have it."""
    cell = enough.cell
    _free_stopped(cell)
    notice = TrendNotice.objects.create(
        centre=cell.centre,
        kind=cell.kind,
        region=cell.region,
        quarter=cell.quarter,
        dispatch=dispatch,
        content_digest=vault.digest(dispatch.content),
        written_by=by,
    )
    NoticeMatter.objects.bulk_create(
        NoticeMatter(centre=cell.centre, enquiry_id=enquiry, notice=notice, kind=cell.kind, matter=root)
        for root, enquiry in sorted(enough.matters.items())
    )
    audit.record(NOTICED, target=notice, by=by, because=cell.kind)


@beyond("transfer")
def _free_stopped(cell: NoticeCell) -> None:
    """Free the matters of notices that were stopped before they left."""
    every = NoticeMatter.objects.everywhere(because="transfer").filter(kind=cell.kind)
    every.filter(notice__dispatch__state=DispatchState.STOPPED).delete()

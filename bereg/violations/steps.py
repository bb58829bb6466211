"""What the figures count of violations: each step noted as it happens, in the transaction of the act itself."""

from collections.abc import Iterator
from uuid import UUID

from bereg.centres.scope import beyond
from bereg.dispatch.choices import DispatchKind, DispatchStep, RecipientAnswer
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.violations.choices import ForwardedBy, ViolationStep
from bereg.violations.models import CheckRequest, TrendNotice, Violation, ViolationEvent


def raised(violation: Violation) -> ViolationEvent:
    """Return that a violation was raised, not stored yet."""
    return ViolationEvent(
        centre_id=violation.centre_id,
        enquiry_id=violation.enquiry_id,
        violation=violation,
        step=ViolationStep.RAISED,
        kind=violation.kind,
        at=violation.raised_at,
    )


def changed(violation: Violation) -> None:
    """Let what no closed month counts yet be of the kind that the violation has now."""
    found = ViolationEvent.objects.through(violation=violation).filter(step=ViolationStep.RAISED, counted_in=None)
    found.update(kind=violation.kind)


def note_told(steps: list[DispatchEvent]) -> None:
    """Note what steps of dispatches are for the violations that a notice or a check request tells of."""
    ViolationEvent.objects.bulk_create([event for each in steps for event in _events(each)])


def _events(of: DispatchEvent) -> list[ViolationEvent]:
    dispatch = of.dispatch
    match dispatch.kind:
        case DispatchKind.NOTICE:
            told, way = _told_by_notice(dispatch), ForwardedBy.NOTICE
        case DispatchKind.CHECK:
            told, way = [(kind, of.matter) for kind in _kinds_of_check(dispatch)], ForwardedBy.CHECK
        case _:
            return []
    return [
        ViolationEvent(
            centre_id=dispatch.centre_id,
            enquiry_id=dispatch.enquiry_id,
            dispatch=dispatch,
            matter=matter,
            step=step,
            kind=kind,
            way=way,
            at=of.at,
        )
        for step in _reached_by(of)
        for kind, matter in told
    ]


def _reached_by(of: DispatchEvent) -> Iterator[ViolationStep]:
    match of.step:
        case DispatchStep.SENT:
            yield ViolationStep.FORWARDED
        case DispatchStep.ANSWERED:
            yield ViolationStep.ANSWERED
    # Whatever is answered after they acted, they acted once.
    if of.code == RecipientAnswer.ACTED and of.step in {DispatchStep.ANSWERED, DispatchStep.ANSWERED_AGAIN}:
        before = ViolationEvent.objects.through(dispatch=of.dispatch).filter(step=ViolationStep.ACTED)
        if not before.exists():
            yield ViolationStep.ACTED


@beyond("transfer")
def _told_by_notice(dispatch: Dispatch) -> list[tuple[str, UUID | None]]:
    """Return the kind with each matter, some of which may be at other centres by now."""
    notice = TrendNotice.objects.through(dispatch=dispatch).first()
    return [(notice.kind, matter) for matter in notice.matters.values_list("matter", flat=True)] if notice else []


def _kinds_of_check(dispatch: Dispatch) -> list[str]:
    return list(CheckRequest.objects.through(dispatch=dispatch).values_list("violation__kind", flat=True))

"""An enquiry grows out of a conversation: the form of one begins with what was written, where the writer agreed."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.clock import in_zone
from bereg.conversations.acts import GROWN
from bereg.conversations.choices import CHANNEL_OF, ThreadSource, ThreadStep
from bereg.conversations.errors import FormBegunError, NotYourThreadError
from bereg.conversations.form_along import LETTER
from bereg.conversations.locking import locked, put
from bereg.conversations.models import Message, Thread
from bereg.conversations.steps import note_step
from bereg.conversations.texts import opened_all
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.drafts import DraftMark, save_draft
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import draft_begun_by, draft_of

AGREED, UNASKED = Consent.YES, Consent.NOT_ASKED


def grow(*, thread: Thread, version: int, agreed: bool, by: User) -> None:
    """Begin the form of an enquiry as one's own draft, of the id `thread.grows_into`. Call it outside transactions.

    agreed: the writer was asked in the conversation and said yes, so what they wrote comes along. The last letter is
    counted with the enquiry once that is registered (`form_along.py`). What one has begun already stays as it is.
    Raise NotYourThreadError, StaleThreadError, FormBegunError, AlreadySavedError, NotStoredError.
    """
    if not thread.is_answered_by(by):
        raise NotYourThreadError
    if draft_of(by, thread.grows_into):
        return
    said = _said_by_writer(thread, by) if agreed else ""
    try:
        with transaction.atomic():
            _begin(locked(thread, by, version), said, agreed=agreed, by=by)
    except IntegrityError as theirs:
        raise FormBegunError(draft_begun_by(thread.grows_into)) from theirs


def _begin(standing: Thread, said: str, *, agreed: bool, by: User) -> None:
    last = Message.objects.through(thread=standing).exclude(contact=None).order_by("-at").first()
    save_draft(
        id=standing.grows_into,
        centre=standing.centre,
        enquiry=None,
        consent=AGREED if agreed else UNASKED,
        fields=_fields_of(standing, last, said, agreed=agreed),
        by=by,
        mark=DraftMark(CHANNEL_OF[ThreadSource(standing.source)], standing.line),
    )
    if standing.taken_by_id is None:
        note_step(standing, ThreadStep.TAKEN, since=standing.waiting_since)
        put(standing, taken_by=by, taken_at=timezone.now())
    else:
        put(standing)
    audit.record(GROWN, target=standing, by=by)


def _said_by_writer(thread: Thread, by: User) -> str:
    texts = opened_all(thread, by=by)
    if any(each.text.is_closed for each in texts):
        raise NotStoredError
    return "\n\n".join(each.text.text for each in texts if not each.message.is_ours and each.text.text)


def _fields_of(thread: Thread, last: Message | None, said: str, *, agreed: bool) -> dict[str, list[str]]:
    """Return what the form begins with: how and when they wrote, and with their consent what."""
    at = in_zone(last.at if last else thread.last_at, thread.centre)
    fields = {
        "line": str(thread.line_id or thread.centre_id),
        "channel": CHANNEL_OF[ThreadSource(thread.source)].value,
        "direction": "in",
        "started_on": at.date().isoformat(),
        "started_time": f"{at:%H:%M}",
        "language": thread.language,
        "consent": (AGREED if agreed else UNASKED).value,
    }
    if said:
        fields["narrative"] = said
    if last:
        fields[LETTER] = str(last.contact_id)
    return {**{name: [value] for name, value in fields.items()}, "topics": list(thread.topics)}

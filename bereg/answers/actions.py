"""What is noted of answers that were told or sent, and of warning signs."""

from uuid import uuid5

from django.db import transaction

from bereg.accounts.models import User
from bereg.answers.acts import NOTED, TICKED
from bereg.answers.call_answers import CallAnswers, this_minute
from bereg.answers.models import TickedSign, Told
from bereg.answers.queries import kinds_of
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent


@transaction.atomic
def note(*, enquiry: Enquiry, said: CallAnswers, by: User) -> None:
    """Note what was told, sent and ticked in a call. The same again changes nothing; without consent nothing is noted.

    Nor on what is coarse: that happens to an enquiry once, so the minute and the author would stay for good. Answers
    whose entry is not there are left out: nobody reads them from a page of ours.
    """
    standing = Enquiry.objects.of(enquiry).filter(consent=Consent.YES).exclude(code_word_index=b"")
    if not (said and standing.select_for_update(of=("self",), no_key=True).exists()):
        return
    kinds = kinds_of(each.entry for each in said.given)
    own = {"centre_id": enquiry.centre_id, "enquiry": enquiry, "by": by}
    for each in said.given:
        if each.entry not in kinds:
            continue
        what = {"entry_id": each.entry, "number": each.number, "kind": kinds[each.entry], "way": each.way}
        told = Told(id=uuid5(enquiry.pk, each.value), at=each.at, **what, **own)
        if insert_new(told):
            audit.record(NOTED, target=told, by=by)
    for sign in said.signs:
        ticked = TickedSign(id=uuid5(enquiry.pk, sign.value), sign=sign, at=this_minute(), **own)
        if insert_new(ticked):
            audit.record(TICKED, target=ticked, by=by)

"""A form that was saved already and comes again with another content: the answer was lost, and somebody typed on."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from bereg.accounts.access import StaffRequest
from bereg.desk.comparison import contact_differences, differences
from bereg.desk.form_merge import carried, typed_since
from bereg.desk.form_page import FIELD_ID, FieldProblem, form_page
from bereg.desk.form_submission import is_promised_since, takes_promises
from bereg.desk.registration_form import TAKES_CALL_IN, RegistrationSheet, correction_sheet
from bereg.desk.views.enquiry import all_texts, correction_page, enquiry_seen, given_away
from bereg.enquiries.access import may_write
from bereg.enquiries.forms import UNOPENED
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import Enquiry, contacts_of
from bereg.tasks.due import promised_on


def sent_twice(request: StaffRequest, sheet: RegistrationSheet, pk: UUID) -> HttpResponse:
    """Show both texts; what was typed stands in the form, as a correction of what is stored. Nothing is overwritten."""
    current = enquiry_seen(request, pk)
    if not may_write(request.user, current):
        return given_away(request, current, sheet)
    texts = all_texts(request, current)
    fields = {**dict(sheet.fields.lists()), "version": [str(current.version)], UNOPENED: sorted(texts.closed)}
    if current.consent == Consent.WITHDRAWN:
        fields["consent"] = [Consent.WITHDRAWN.value]  # what was taken back does not come back by one key
    if takes_promises(current) and not promised_on(current):  # what is promised already is not promised once more
        fields[TAKES_CALL_IN] = ["yes"]
    mine = correction_sheet(current, fields)
    contact = contact_differences(contacts_of(current).get(pk=pk), sheet.contact_fields())
    both = [*differences(current, mine, texts), *contact]
    problem = FieldProblem(_why(current), "both")
    return correction_page(request, current, mine, status=409, problem=problem, both=both, contact_stays=bool(contact))


def joined_twice(request: StaffRequest, sheet: RegistrationSheet, pk: UUID) -> HttpResponse | None:
    """Show what was typed since the contact of a checked form joined this enquiry, as a correction of the enquiry.

    None where it has not joined, or nothing was. The contact stays one, whatever is sent.
    """
    current = enquiry_seen(request, pk)
    standing = contacts_of(current).filter(pk=sheet.id).first()
    if standing is None:
        return None
    contact = contact_differences(standing, sheet.contact_fields())
    if not may_write(request.user, current):
        problem = FieldProblem(_stays_alone(current), FIELD_ID + "joins")
        return form_page(request, sheet, status=409, problem=problem) if contact else None
    promises = sheet.promise.is_asked and takes_promises(current) and not is_promised_since(current, standing)
    if not (contact or promises or carried(sheet, current)):
        return None  # without opening anything
    texts = all_texts(request, current)
    fields, has_more = typed_since(request, sheet, current, texts, promises=promises)
    if not (has_more or contact):
        return None
    fields |= {"version": [str(current.version)], UNOPENED: sorted(texts.closed)}
    mine = correction_sheet(current, fields)
    both = [*differences(current, mine, texts), *contact]
    problem = FieldProblem(_why_joined(current), "both")
    return correction_page(request, current, mine, status=409, problem=problem, both=both, contact_stays=bool(contact))


def _why_joined(current: Enquiry) -> str:
    if current.consent == Consent.WITHDRAWN:
        said = _(
            "The contact is recorded with %(number)s already, and the consent was withdrawn there. What you typed stays"
            " on this page; it is kept only if the caller agrees anew."
        )
    else:
        said = _(
            "The contact is recorded with %(number)s already, and what you sent now differs. Nothing is recorded twice"
            " and nothing you typed is lost: what differs stands here as a correction. Look at it and save."
        )
    return said % {"number": current.number}


def _stays_alone(current: Enquiry) -> str:
    return _(
        "The contact is recorded with %(number)s already, and stays as it was recorded first. The enquiry is not yours"
        " to go on with: what you typed stays on this page alone, and sending it again records nothing more."
    ) % {"number": current.number}


def _why(current: Enquiry) -> str:
    if current.consent == Consent.WITHDRAWN:
        said = _(
            "This form was saved already, as %(number)s, and the consent was withdrawn since. What you typed stays on"
            " this page; it is kept only if the caller agrees anew."
        )
    else:
        said = _(
            "This form was saved already, as %(number)s, and what you sent now differs. Nothing is overwritten and"
            " nothing you typed is lost: save again, and it replaces what is stored."
        )
    return said % {"number": current.number}

"""What a person takes back with their consent, and what stays: told before it goes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.enquiries.forms import questions_of
from bereg.enquiries.outcomes import Urgency
from bereg.enquiries.parts import erased_with, left_of
from bereg.enquiries.queries import Enquiry, contacts_of
from bereg.questionnaire.queries import form_of
from bereg.questionnaire.wording import topic_texts


def losses_of(enquiry: Enquiry) -> dict[str, list[str]]:
    """Return what goes and what stays, in words. No text is opened for it."""
    form = form_of(enquiry.questionnaire, home_country=enquiry.centre.country)
    answered = [question.label() for question in questions_of(form) if question.name in enquiry.answers]
    goes = [
        _("the answers: %(questions)s") % {"questions": ", ".join(answered)} if answered else "",
        _("the answers that were typed") if enquiry.typed_answers else "",
        _("the note: the matter and our answer") if enquiry.narrative else "",
        _("how to reach the person") if enquiry.call_back else "",
        _("the outcome: %(outcome)s") % {"outcome": enquiry.get_outcome_display()} if enquiry.outcome else "",
        _("the urgency: %(urgency)s") % {"urgency": enquiry.get_urgency_display()}
        if enquiry.urgency != Urgency.NORMAL
        else "",
        *(f"{words}: {count}" for words, count in erased_with(enquiry).items()),
    ]
    contacts, topics = contacts_of(enquiry).count(), topic_texts(form, enquiry.topics)
    stays = [
        _("the number %(number)s and the code word") % {"number": enquiry.number},
        ngettext("%(count)s contact with its language", "%(count)s contacts with their languages", contacts)
        % {"count": contacts},
        _("the topics: %(topics)s") % {"topics": ", ".join(topics)} if topics else "",
        *(f"{words}: {count}" for words, count in left_of(enquiry).items()),
    ]
    return {"goes": [each for each in goes if each], "stays": [each for each in stays if each]}

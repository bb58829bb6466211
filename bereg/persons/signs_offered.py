"""When the list of signs is offered, and which of them the matter brings to mind. Nothing is ever ticked by this."""

from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency
from bereg.persons.choices import Sign

OF_TOPICS: dict[str, tuple[Sign, ...]] = {
    "trafficking_labour": (Sign.WAGES, Sign.DOCUMENTS, Sign.MOVEMENT, Sign.OVERTIME),
    "trafficking_sexual": (Sign.VIOLENCE, Sign.MOVEMENT, Sign.THREATS, Sign.DEBT),
    "trafficking_other": (Sign.MOVEMENT, Sign.THREATS),
    "missing_person": (Sign.ISOLATION, Sign.MOVEMENT),
    "unpaid_wages": (Sign.WAGES, Sign.DEBT),
    "documents": (Sign.DOCUMENTS,),
    "abroad_agency": (Sign.DECEPTION, Sign.DEBT),
}
# Each says little by itself: half of all callers have one of them. From two signs on they offer the list.
OF_ANSWERS: dict[tuple[str, str], tuple[Sign, ...]] = {
    ("work_permit", "no"): (Sign.VULNERABILITY,),
    ("migration_registration", "no"): (Sign.VULNERABILITY,),
    ("job_search", "mediator"): (Sign.DECEPTION,),
    ("employer", "private_person"): (Sign.CONDITIONS,),
    ("sector", "T"): (Sign.ISOLATION,),
}


def brought_to_mind(enquiry: Enquiry) -> list[Sign]:
    """Return the signs to ask about first, in the order of their list; none where the list is not offered."""
    topics = {sign for topic in enquiry.topics.split() for sign in OF_TOPICS.get(topic, ())}
    answers = {sign for answer in enquiry.answers.items() for sign in OF_ANSWERS.get(answer, ())}
    if not topics and len(answers) < 2 and enquiry.urgency != Urgency.DANGER:
        return []
    return [sign for sign in Sign if sign in topics | answers]


def is_offered(enquiry: Enquiry) -> bool:
    """Tell whether the page of an enquiry offers the list of signs."""
    return enquiry.urgency == Urgency.DANGER or bool(brought_to_mind(enquiry))

"""What of the closed codes of an enquiry an intern sees."""

from dataclasses import dataclass

from bereg.enquiries.models import Enquiry


@dataclass(frozen=True)
class ShownCodes:
    """What of an enquiry's closed codes an intern sees."""

    topics: str
    answers: dict[str, str]


# What advice may depend on, and what many people share. Gender, age, citizenship, education, region, trade and source
# together single people out, so they are not shown; nor is any question of a centre's own.
COARSE = ("enquirer", "migration_registration", "work_permit", "employer", "job_search")


def shown_of(enquiry: Enquiry) -> ShownCodes:
    """Return the topics and the coarse answers."""
    answers: dict[str, str] = enquiry.answers
    return ShownCodes(enquiry.topics, {name: answers[name] for name in COARSE if name in answers})

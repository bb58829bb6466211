"""Reading of enquiries, limited to what the person may see."""

from django.db.models import QuerySet

from bereg.accounts.models import User
from bereg.centres.queries import centres_of
from bereg.enquiries.models import Draft, Enquiry


def enquiries_for(user: User) -> QuerySet[Enquiry]:
    """Enquiries that `user` may see: those of their centres."""
    return Enquiry.objects.filter(centre__in=centres_of(user))


def drafts_of(user: User) -> QuerySet[Draft]:
    """A person's own unfinished forms, the latest first."""
    return Draft.objects.filter(operator=user).order_by("-saved_at")

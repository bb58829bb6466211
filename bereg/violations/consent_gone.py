"""What stops when a person takes the consent back: a check that rests on two enquiries, of which theirs is one."""

from django.db.models import Q

from bereg.accounts.models import User
from bereg.centres.scope import beyond
from bereg.dispatch.choices import BEFORE, DispatchGround
from bereg.dispatch.models import Dispatch
from bereg.dispatch.stopping import stop_unfounded
from bereg.enquiries.models import Enquiry


@beyond("transfer")
def stop(enquiry: Enquiry, by: User | None) -> None:
    """Stop what has not left; what has says nothing of the person."""
    resting = Q(check_request__enquiry=enquiry) | Q(check_request__second__enquiry=enquiry)
    every = Dispatch.objects.everywhere(because="transfer").filter(ground=DispatchGround.MATTERS, state__in=BEFORE)
    pks = every.filter(resting).values_list("pk", flat=True)
    standing = every.filter(pk__in=list(pks)).select_for_update(of=("self",)).order_by("pk")
    stop_unfounded(list(standing), by)

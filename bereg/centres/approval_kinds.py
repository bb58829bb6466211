"""Which acts of this room need a second person."""

from bereg.centres import grants

APPROVAL_KINDS = (grants.APPROVAL_KIND,)

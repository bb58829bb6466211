"""Which acts of this room need a second person."""

from bereg.publications import approving

APPROVAL_KINDS = (approving.APPROVAL_KIND,)

"""Which acts of this room need a second person."""

from bereg.publications import approving

ACT_KINDS = (approving.ACT_KIND,)

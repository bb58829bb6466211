"""Which acts of this room need a second person."""

from bereg.centres import grants

ACT_KINDS = (grants.ACT_KIND,)

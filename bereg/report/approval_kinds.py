"""Which acts of this room need a second person."""

from bereg.report import export

APPROVAL_KINDS = (export.APPROVAL_KIND,)

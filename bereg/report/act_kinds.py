"""Which acts of this room need a second person."""

from bereg.report import export

ACT_KINDS = (export.ACT_KIND,)

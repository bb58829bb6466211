"""Which acts of this room need a second person."""

from bereg.console import second_person

APPROVAL_KINDS = (second_person.APPROVAL_KIND,)

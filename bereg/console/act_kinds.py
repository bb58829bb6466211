"""Which acts of this room need a second person."""

from bereg.console import second_person

ACT_KINDS = (second_person.ACT_KIND,)

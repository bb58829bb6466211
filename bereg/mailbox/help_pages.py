"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {"mailbox:quarantine": "mail"}

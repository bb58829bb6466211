"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {"transfers:new_transfer": "transfers", "transfers:transfer": "transfers"}

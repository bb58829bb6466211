"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "dispatch:outgoing": "dispatches",
    "dispatch:new_dispatch": "dispatches",
    "dispatch:dispatch": "dispatches",
    "dispatch:letter": "dispatches",
    "dispatch:rewrite": "dispatches",
}

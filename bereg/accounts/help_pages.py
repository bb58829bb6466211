"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "accounts:approvals": "safety/second-person",
    "accounts:approval": "safety/second-person",
    "accounts:notices": "safety/alarms",
    "own_account": "safety/alarms",
    "mfa_index": "first-day",
    "second_factor_needed": "first-day",
}

"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "centres:people": "first-day",
    "centres:change_person": "safety/operator-leaves",
    "centres:centres": "first-day",
    "centres:new_centre": "first-day",
    "centres:centre": "first-day",
    "centres:line": "first-day",
    "centres:setting_up": "first-day",
}

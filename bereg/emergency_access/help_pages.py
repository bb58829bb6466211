"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "emergency_access:glass_reviews": "safety/second-person",
    "emergency_access:break_glass": "safety/second-person",
    "emergency_access:glass": "safety/second-person",
    "emergency_access:glass_review": "safety/second-person",
}

"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(
    (
        "recommendations:recommendations",
        "recommendations:new",
        "recommendations:recommendation",
        "recommendations:change",
    ),
    "recommendations",
)

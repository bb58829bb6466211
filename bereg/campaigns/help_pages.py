"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(
    (
        *("campaigns:campaigns", "campaigns:campaign", "campaigns:new_campaign", "campaigns:change_campaign"),
        *("campaigns:codes", "campaigns:material", "campaigns:new_material", "campaigns:change_material"),
        *("campaigns:places", "campaigns:place", "campaigns:new_place", "campaigns:upload", "campaigns:take"),
        *("campaigns:give", "campaigns:give_of", "campaigns:distribution"),
    ),
    "campaigns",
)

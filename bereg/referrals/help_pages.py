"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "referrals:new_outcome": "referrals",
    "referrals:new_partner": "referrals",
    "referrals:bodies": "referrals",
}

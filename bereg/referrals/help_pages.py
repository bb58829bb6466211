"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "referrals:new_outcome": "referrals",
    "referrals:new_partner": "referrals",
    "referrals:refer_in": "referrals",
    "referrals:bodies": "referrals",
}

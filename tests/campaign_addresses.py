"""Who may use which address of campaigns: by its name the roles, the argument, what is sent, and the methods."""

from bereg.accounts.roles import Role

MANAGING = frozenset({Role.EDITOR, Role.SUPERVISOR})  # who looks after campaigns
GIVING = MANAGING | {Role.DISTRIBUTOR}  # who gives out

OF_CAMPAIGNS: dict[str, tuple[frozenset[Role] | None, str, str, str]] = {
    "campaigns:campaigns": (MANAGING, "", "", "GET"),
    "campaigns:new_campaign": (MANAGING, "", "campaign", "GET POST"),
    "campaigns:campaign": (MANAGING, "campaign", "", "GET"),
    "campaigns:change_campaign": (MANAGING, "campaign", "campaign", "GET POST"),
    "campaigns:codes": (MANAGING, "campaign", "", "GET"),
    "campaigns:codes_file": (MANAGING, "campaign", "", "GET"),
    "campaigns:new_material": (MANAGING, "campaign", "campaign_material", "GET POST"),
    "campaigns:material": (MANAGING, "campaign_material", "", "GET"),
    "campaigns:change_material": (MANAGING, "campaign_material", "campaign_material", "GET POST"),
    "campaigns:material_file": (MANAGING, "campaign_material", "", "GET"),
    "campaigns:qr_picture": (MANAGING, "campaign_material", "", "GET"),
    "campaigns:places": (GIVING, "", "", "GET"),
    "campaigns:new_place": (GIVING, "", "campaign_place", "GET POST"),
    "campaigns:place": (GIVING, "campaign_place", "campaign_place", "GET POST"),
    "campaigns:upload": (MANAGING, "", "", "GET POST"),
    "campaigns:take": (MANAGING, "", "distributor_list", "POST"),
    "campaigns:give": (GIVING, "", "given_out", "GET POST"),
    "campaigns:give_of": (GIVING, "campaign_material", "given_out", "GET POST"),
    "campaigns:distribution": (GIVING, "distribution", "given_out", "GET POST"),
    "campaigns:remove": (GIVING, "distribution", "distribution_removed", "POST"),
    "campaign_code:opened": (None, "material_code", "", "GET"),
}

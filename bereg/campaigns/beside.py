"""Where else a campaign has a page: rooms above say so in their module `beside_campaign`, as `LINK`."""

from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.campaigns.models import Campaign
from bereg.core.concerns import said


@dataclass(frozen=True)
class CampaignLink:
    name: str
    address: str


def links_of(campaign: Campaign, person: User) -> list[CampaignLink]:
    """Return where somebody may go from the page of a campaign."""
    found = (link(campaign, person) for link in said("beside_campaign", "LINK"))
    return [each for each in found if each]

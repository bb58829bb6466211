"""The way from the page of a campaign to what it brought, for who may read figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.campaigns.beside import CampaignLink
from bereg.campaigns.models import Campaign


def _results(campaign: Campaign, person: User) -> CampaignLink | None:
    if not person.may(Permission.FIGURES_READ):
        return None
    return CampaignLink(_("What it brought"), reverse("evaluation:campaign", args=[campaign.pk]))


LINK = _results

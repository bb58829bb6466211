"""The closed lists of campaigns. A new code is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MaterialKind(models.TextChoices):
    """What is given out or shown; the codes are those of the answer from where somebody knows us."""

    LEAFLET = "leaflet", _("leaflet")
    INFO_CARD = "info_card", _("information card")
    METRO_STICKER = "metro_sticker", _("sticker in the metro")
    BILLBOARD = "billboard", _("billboard or poster")
    TRANSIT = "transit", _("in other transport")
    RADIO = "radio", _("radio spot")
    TV = "tv", _("television spot")
    PRESS = "press", _("newspaper or magazine")
    INTERNET = "internet", _("page or advertisement on the internet")


class Measure(models.TextChoices):
    """What is written of a distribution; each is a column of it."""

    COPIES = "copies", pgettext_lazy("distribution", "Copies")
    LEFT_OVER = "left_over", _("Copies left over")
    DAYS_SHOWN = "days_shown", _("Days shown")
    BROADCASTS = "broadcasts", _("Broadcasts or issues")


_GIVEN = (Measure.COPIES, Measure.LEFT_OVER)
_PUT_UP = (Measure.COPIES, Measure.DAYS_SHOWN)
_BROADCAST = (Measure.BROADCASTS,)
# The first of each is always asked for.
MEASURES: dict[str, tuple[Measure, ...]] = {
    MaterialKind.LEAFLET: _GIVEN,
    MaterialKind.INFO_CARD: _GIVEN,
    MaterialKind.METRO_STICKER: _PUT_UP,
    MaterialKind.BILLBOARD: _PUT_UP,
    MaterialKind.TRANSIT: _PUT_UP,
    MaterialKind.RADIO: _BROADCAST,
    MaterialKind.TV: _BROADCAST,
    MaterialKind.PRESS: _BROADCAST,
    MaterialKind.INTERNET: (Measure.DAYS_SHOWN,),
}
PRINTED = frozenset(kind for kind, measures in MEASURES.items() if Measure.COPIES in measures)


class PlaceKind(models.TextChoices):
    """Where something is given out or shown."""

    METRO = "metro", _("metro")
    TRANSPORT = "transport", _("other public transport")
    MARKET = "market", _("market")
    STATION = "station", _("railway or bus station")
    AIRPORT = "airport", _("airport")
    BORDER = "border", _("border crossing")
    HOSTEL = "hostel", _("hostel")
    ENTERPRISE = "enterprise", _("enterprise or building site")
    SCHOOL = "school", _("school, college or university")
    POST_OFFICE = "post_office", _("post office")
    BANK = "bank", _("bank")
    CLINIC = "clinic", _("clinic")
    OFFICE = "office", _("state office")
    CONSULATE = "consulate", _("embassy or consulate")
    UNION = "union", _("NGO or diaspora union")
    STREET = "street", _("street")
    MEDIA = "media", _("radio, television, press, internet")
    OTHER = "other", pgettext_lazy("place", "other")

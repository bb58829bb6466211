"""For whom a recommendation is, in the languages of the public pages. A new kind is one row."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AddresseeKind(TextChoices):
    """To whom a recommendation goes, as the public reads it."""

    LAW = "law", _("to law makers")
    COURTS = "courts", _("to courts")
    POLICE = "police", _("to the police and the prosecution")
    MIGRATION = "migration", _("to the migration service")
    LABOUR = "labour", _("to labour and employment services")
    SOCIAL = "social", _("to health and social services")
    SCHOOLS = "schools", _("to schools and universities")
    EMPLOYERS = "employers", _("to employers and agencies")
    ABROAD = "abroad", _("to consulates and countries of origin")
    OTHERS = "others", _("to others")

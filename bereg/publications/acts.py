"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "release.prepared": ActWords(_("prepared a release of figures")),
    "release.published": ActWords(_("published a release of figures")),
    "release.withdrawn": ActWords(_("withdrew a release of figures")),
}
GROUPED = {"figures": ("release.",)}

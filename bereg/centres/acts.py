"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "invitation.made": ActWords(_("invited somebody")),
    "invitation.revoked": ActWords(_("revoked an invitation")),
    "invitation.used": ActWords(_("joined by an invitation")),
    "centre.created": ActWords(_("created a centre")),
    "centre.changed": ActWords(_("changed a centre")),
    "centre.hours_set": ActWords(_("set opening hours")),
    "centre.day_set": ActWords(_("set the hours of one day")),
    "centre.day_removed": ActWords(_("removed the hours of one day")),
    "centre.member_added": ActWords(_("added somebody to a centre")),
    "line.added": ActWords(_("added a line")),
    "line.changed": ActWords(_("changed a line")),
    "line.closed": ActWords(_("closed a line")),
}
GROUPED = {
    "people": ("invitation.", "centre.member_"),
    "centres": ("centre.c", "centre.h", "centre.d", "line."),
}

"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "hold.set": ActWords(_("kept an enquiry beyond its time")),
    "hold.reason": ActWords(_("wrote why an enquiry is kept")),
    "hold.reviewed": ActWords(_("reviewed why an enquiry is kept beyond its time")),
    "hold.lifted": ActWords(_("let an enquiry go when its time is over")),
    "retention.run": ActWords(_("erased what was kept long enough")),
    "retention.reported": ActWords(_("made the monthly report of erasures")),
    "clock.confirmed": ActWords(_("confirmed that the clock is right")),
}
GROUPED = {"enquiries": ("hold.",), "machine": ("retention.", "clock.")}

"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.words import ActWords

ACTS = {
    "text.revealed": ActWords(_("read a text")),
    "text.opened": ActWords(_("a text was opened with a receipt or a link")),
    "text.sealed": ActWords(_("sealed texts that stood in clear")),
    "text.adopted": ActWords(_("took over texts of an older version of the program")),
    "text.carried": ActWords(_("noted anew what stands, as months of the record were deleted")),
    "text.searched": ActWords(_("searched in texts")),
    "text.moved": ActWords(_("moved texts to another centre")),
    "text.erased": ActWords(_("erased texts")),
    "file.opened": ActWords(_("opened a file")),
    "break_glass.opened": ActWords(_("opened one record in an emergency")),
    "break_glass.ended": ActWords(_("ended the opening of a record in an emergency")),
    "break_glass.reviewed": ActWords(_("reviewed the opening of a record in an emergency")),
    "hold.set": ActWords(_("kept an enquiry beyond its time")),
    "hold.reason": ActWords(_("wrote why an enquiry is kept")),
    "hold.reviewed": ActWords(_("reviewed why an enquiry is kept beyond its time")),
    "hold.lifted": ActWords(_("let an enquiry go when its time is over")),
    "retention.run": ActWords(_("erased what was kept long enough")),
    "retention.reported": ActWords(_("made the monthly report of erasures")),
    "clock.confirmed": ActWords(_("confirmed that the clock is right")),
    "keys.rotated": ActWords(_("replaced the keys of a centre")),
    "keys.escrowed": ActWords(_("printed sheets of the root key")),
    "keys.restored": ActWords(_("restored the root key from two sheets")),
    "keys.passphrase_changed": ActWords(_("changed the passphrase of the vault")),
    "refused.break_glass": ActWords(_("was refused to open a record in an emergency")),
}
GROUPED = {
    "reading": ("text.", "file.", "break_glass.", "refused.break_glass"),
    "enquiries": ("hold.",),
    "machine": ("keys.", "retention.", "clock."),
}

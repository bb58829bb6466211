"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "text.revealed": ActWords(_("read a text")),
    "text.opened": ActWords(_("a text was opened with a receipt or a link")),
    "text.sealed": ActWords(_("sealed texts that stood in clear")),
    "text.adopted": ActWords(_("took over texts of an older version of the program")),
    "text.compared": ActWords(_("had the program compare a text, which nobody saw")),
    "text.searched": ActWords(_("searched in texts")),
    "text.moved": ActWords(_("moved texts to another centre")),
    "text.erased": ActWords(_("erased texts")),
    "file.opened": ActWords(_("opened a file")),
    "keys.rotated": ActWords(_("replaced the keys of a centre")),
    "keys.escrowed": ActWords(_("printed sheets of the root key")),
    "keys.sheets_shown": ActWords(_("had the sheets of the root key shown by the browser")),
    "keys.restored": ActWords(_("restored the root key from two sheets")),
    "keys.passphrase_changed": ActWords(_("changed the passphrase of the vault")),
}
READINGS = ("text.revealed", "file.opened")  # by which somebody reads what people told
GROUPED = {
    "reading": ("text.", "file."),
    "machine": ("keys.",),
}

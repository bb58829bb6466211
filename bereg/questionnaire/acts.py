"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "questionnaire.published": ActWords(_("published a questionnaire")),
}
GROUPED = {"centres": ("questionnaire.",)}

"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the task itself.
MADE, DONE, MOVED, DROPPED = "task.made", "task.done", "task.moved", "task.dropped"
# `because`: the id of who has it now.
GIVEN = "task.given"
# `because`: the code of the role.
FOR_ROLE = "task.for_role"
# Recorded of the enquiry's safe contact.
SAFE_CONTACT = "safe_contact.written"
# Recorded of the person whose it is.
LINK_MADE, LINK_REVOKED = "calendar_link.made", "calendar_link.revoked"

ACTS = {
    MADE: ActWords(_("made a task"), _("task made")),
    GIVEN: ActWords(_("gave a task to somebody, or took it"), _("task is with"), names_person=True),
    FOR_ROLE: ActWords(_("gave a task to whoever has a role"), _("task is for whoever has a role")),
    MOVED: ActWords(_("moved a task"), _("task moved")),
    DONE: ActWords(_("did a task"), _("task done")),
    DROPPED: ActWords(_("dropped a task"), _("task dropped")),
    LINK_MADE: ActWords(_("made a link for a calendar")),
    LINK_REVOKED: ActWords(_("revoked the link for a calendar")),
    SAFE_CONTACT: ActWords(_("noted how it is safe to reach a person"), _("noted how it is safe to reach the person")),
}
GROUPED = {"enquiries": ("task.", "safe_contact."), "people": ("calendar_link.",)}

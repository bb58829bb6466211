"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

PLANTED = "refused.planted"
PLANTED_SESSION = "session_planted"  # why
EMAIL_CHANGED = "user.email_changed"  # the address itself is nowhere in it

ACTS = {
    "user.signed_in": ActWords(_("signed in")),
    "user.signed_out": ActWords(_("signed out")),
    "user.session_copied": ActWords(_("a sign-in was used from a second place, and ended")),
    "user.password_changed": ActWords(_("changed their own password")),
    "second_factor.added": ActWords(_("added a second factor")),
    "second_factor.removed": ActWords(_("removed a second factor")),
    "second_factor.codes_made": ActWords(_("made new recovery codes")),
    "user.created": ActWords(_("created an account")),
    "user.closed": ActWords(_("closed an account")),
    "user.reopened": ActWords(_("reopened an account")),
    "user.preferences_set": ActWords(_("changed language or shortcuts")),
    EMAIL_CHANGED: ActWords(_("changed their own e-mail address")),
    "user.role_changed": ActWords(_("changed a role")),
    "user.role_chosen": ActWords(_("worked in another role, as the only person here")),
    "user.role_given_back": ActWords(_("had their own role again, as a second person came")),
    "role.switched_on": ActWords(_("switched a role on")),
    "role.switched_off": ActWords(_("switched a role off")),
    "setting_up.looked": ActWords(_("looked at a step of setting up")),
    "setting_up.dismissed": ActWords(_("put the page of setting up away")),
    "user.reset_offered": ActWords(_("offered a new sign-in link")),
    "user.reset": ActWords(_("set a new password by a link")),
    "approval.asked": ActWords(_("asked for a second person")),
    "approval.agreed": ActWords(_("agreed as the second person")),
    "approval.tied": ActWords(_("agreed as the second person, though one let the other in: nobody else could")),
    "approval.refused": ActWords(_("refused as the second person")),
    "approval.withdrawn": ActWords(_("withdrew what a second person was asked for")),
    "approval.used": ActWords(_("did what a second person agreed to")),
    "approval.alone": ActWords(_("did without a second person, as there was none")),
    "refused.403": ActWords(_("was refused a page")),
    "refused.404": ActWords(_("asked for something that is not theirs, or does not exist")),
    "refused.sign_in": ActWords(_("failed to sign in")),
    PLANTED: ActWords(_("was refused, as a password, second factor, link or session was not made by this program")),
}
REFUSALS = ("refused.403", "refused.404")  # of what somebody had no right to
GROUPED = {
    "sign_in": ("user.signed_", "user.session_", "user.password_", "second_factor.", "refused.sign_in", PLANTED),
    "refused": ("refused.403", "refused.404"),
    "people": ("user.c", "user.email_", "user.re", "user.role_", "user.pref", "approval.", "role.", "setting_up."),
}

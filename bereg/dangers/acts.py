"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

RAISED, TAKEN = "danger.raised", "danger.taken"
# because: the place of the step; not of which procedure, which would tell the danger.
TICKED, UNTICKED = "danger.step_done", "danger.step_taken_back"
GIVEN_BACK = "danger.given_back"
# By nobody: whoever had taken it is not there any more.
LEFT_BEHIND = "danger.left_behind"
# because: one of `PassReason`, and the code of the centre.
PASSED = "danger.passed_on"
# because: one of `Ending`.
ENDED = "danger.ended"
# because: kind and version.
WRITTEN = "danger.procedure_written"

ACTS = {
    RAISED: ActWords(_("raised the alarm: somebody is in danger")),
    TAKEN: ActWords(_("took an alarm")),
    TICKED: ActWords(_("did a step of the emergency procedure")),
    UNTICKED: ActWords(_("took back that a step of the emergency procedure was done")),
    GIVEN_BACK: ActWords(_("gave an alarm back, so that another takes it")),
    LEFT_BEHIND: ActWords(_("an alarm rang anew, as who took it is not there any more")),
    PASSED: ActWords(_("passed an alarm to another centre")),
    ENDED: ActWords(_("ended an alarm")),
    WRITTEN: ActWords(_("changed the emergency steps of a centre")),
}
GROUPED = {"enquiries": ("danger.",)}

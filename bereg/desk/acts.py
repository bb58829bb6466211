"""Acts of the record in words. A new act is one row here; `bereg/desk/tests/test_audit_page.py` finds one without."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

SENTENCES: dict[str, StrOrPromise] = {
    "user.signed_in": _("signed in"),
    "user.signed_out": _("signed out"),
    "user.session_copied": _("a sign-in was used from a second place, and ended"),
    "user.password_changed": _("changed their own password"),
    "second_factor.added": _("added a second factor"),
    "second_factor.removed": _("removed a second factor"),
    "second_factor.codes_made": _("made new recovery codes"),
    "text.revealed": _("read a text"),
    "text.opened": _("a text was opened with a receipt or a link"),
    "text.sealed": _("sealed texts that stood in clear"),
    "text.adopted": _("took over texts of an older version of the program"),
    "text.carried": _("noted anew what stands, as months of the record were deleted"),
    "text.searched": _("searched in texts"),
    "text.erased": _("erased texts"),
    "file.opened": _("opened a file"),
    "break_glass.opened": _("opened one record in an emergency"),
    "break_glass.ended": _("ended the opening of a record in an emergency"),
    "break_glass.reviewed": _("reviewed the opening of a record in an emergency"),
    "contact.recorded": _("recorded a contact"),
    "enquiry.registered": _("registered an enquiry"),
    "enquiry.corrected": _("corrected an enquiry"),
    "enquiry.closed": _("closed an enquiry"),
    "enquiry.reopened": _("reopened an enquiry"),
    "enquiry.contact_joined": _("recorded a further contact"),
    "enquiry.assigned": _("assigned an enquiry"),
    "enquiry.consent_withdrawn": _("recorded that consent was withdrawn"),
    "draft.discarded": _("discarded a draft"),
    "practice.given": _("gave an intern a masked enquiry for practice"),
    "practice.masked": _("masked a text for an intern"),
    "practice.kept": _("kept a draft of a practice"),
    "practice.sent": _("sent a draft of a practice"),
    "practice.sent_back": _("sent a draft of a practice back"),
    "practice.accepted": _("took an intern's draft into an enquiry"),
    "practice.taken_back": _("took a practice back"),
    "month.closed": _("closed a month"),
    "signal.noted": _("noted something of an unusual month"),
    "figures.exported": _("took figures out of the program"),
    "release.prepared": _("prepared a release of figures"),
    "release.published": _("published a release of figures"),
    "release.withdrawn": _("withdrew a release of figures"),
    "user.created": _("created an account"),
    "user.closed": _("closed an account"),
    "user.reopened": _("reopened an account"),
    "user.preferences_set": _("changed language or shortcuts"),
    "user.role_changed": _("changed a role"),
    "user.reset_offered": _("offered a new sign-in link"),
    "user.reset": _("set a new password by a link"),
    "invitation.made": _("invited somebody"),
    "invitation.revoked": _("revoked an invitation"),
    "invitation.used": _("joined by an invitation"),
    "approval.asked": _("asked for a second person"),
    "approval.agreed": _("agreed as the second person"),
    "approval.refused": _("refused as the second person"),
    "approval.withdrawn": _("withdrew what a second person was asked for"),
    "approval.used": _("did what a second person agreed to"),
    "approval.alone": _("did without a second person, as there was none"),
    "centre.created": _("created a centre"),
    "centre.changed": _("changed a centre"),
    "centre.hours_set": _("set opening hours"),
    "centre.day_set": _("set the hours of one day"),
    "centre.day_removed": _("removed the hours of one day"),
    "centre.member_added": _("added somebody to a centre"),
    "line.added": _("added a line"),
    "line.changed": _("changed a line"),
    "line.closed": _("closed a line"),
    "questionnaire.published": _("published a questionnaire"),
    "alarm.unusual": _("told of somebody who read or was refused unusually much"),
    "hold.set": _("kept an enquiry beyond its time"),
    "hold.reason": _("wrote why an enquiry is kept"),
    "hold.reviewed": _("reviewed why an enquiry is kept beyond its time"),
    "hold.lifted": _("let an enquiry go when its time is over"),
    "retention.run": _("erased what was kept long enough"),
    "retention.reported": _("made the monthly report of erasures"),
    "clock.confirmed": _("confirmed that the clock is right"),
    "keys.rotated": _("replaced the keys of a centre"),
    "keys.escrowed": _("printed sheets of the root key"),
    "keys.restored": _("restored the root key from two sheets"),
    "keys.passphrase_changed": _("changed the passphrase of the vault"),
    "audit.pruned": _("deleted a month of this record after three years"),
    "backup.drilled": _("tried a backup"),
    "installation.restored": _("restored from a backup"),
    "refused.403": _("was refused a page"),
    "refused.404": _("asked for something that is not theirs, or does not exist"),
    "refused.break_glass": _("was refused to open a record in an emergency"),
    "refused.code_word": _("tried a code word that no enquiry has"),
    "refused.sign_in": _("failed to sign in"),
}

# Why, where it is a code of a closed list that tells more than the act itself.
REASONS: dict[str, StrOrPromise] = {
    "case_work": _("working on the case"),
    "call_back": _("to call back"),
    "correction": _("to correct"),
    "search": _("searching"),
    "break_glass": _("an emergency"),
    "draft": _("to go on with a draft"),
    "review": _("to review"),
    "practice": _("for an intern's practice"),
    "export": _("to export"),
    "receipt": _("with a receipt"),
    "link": _("with the link of a referral"),
    "drill": _("trying a backup"),
    "consent_withdrawn": _("consent withdrawn"),
    "draft_over": _("the draft is over"),
    "retention": _("its time is over"),
    "request": _("at the person's request"),
    "mistake": _("written by mistake"),
    "corrected": _("replaced by a correction"),
    "bulk": _("with many others"),
    "migration": _("by a new version of the program"),
    "too_old": _("too old"),
    "closed_accepted": _("texts that do not open were accepted"),
    "password": _("by password"),
    "totp": _("by app"),
    "password,totp": _("by password and app"),
    "webauthn": _("by passkey"),
    "password,webauthn": _("by password and passkey"),
    "password,recovery_codes": _("by password and recovery code"),
    "second_factor": _("second factor"),
    "emergency_number": _("the emergency number"),
    "nobody_told": _("nobody could be told"),
    "no_such_number": _("there is no such number"),
    "too_soon": _("within an hour of another one"),
    "many_records": _("many records within an hour"),
    "many_refusals": _("many refusals within ten minutes"),
    "many_code_words": _("many code words tried in vain within an hour"),
    "no_such_word": _("there is no such code word"),
    "too_many_words": _("not looked up, after too many others"),
    "code_word": _("by the code word"),
}


@dataclass(frozen=True)
class Group:
    """Acts of one kind, by the beginnings of their codes. Technical ones tell of no case."""

    label: StrOrPromise
    begin_with: tuple[str, ...]
    is_technical: bool = False


GROUPS: dict[str, Group] = {
    "reading": Group(_("reading and erasing texts"), ("text.", "file.", "break_glass.", "refused.break_glass")),
    "enquiries": Group(_("enquiries and contacts"), ("enquiry.", "contact.", "draft.", "hold.", "practice.")),
    "sign_in": Group(
        _("signing in"),
        ("user.signed_", "user.session_", "user.password_", "second_factor.", "refused.sign_in"),
        is_technical=True,
    ),
    "refused": Group(_("refused pages and records"), ("refused.403", "refused.404", "refused.code_word")),
    "people": Group(
        _("people and roles"),
        ("user.c", "user.re", "user.role_", "user.pref", "invitation.", "centre.member_", "approval."),
        is_technical=True,
    ),
    "centres": Group(
        _("centres, lines, questionnaires"),
        ("centre.c", "centre.h", "centre.d", "line.", "questionnaire."),
        is_technical=True,
    ),
    "figures": Group(_("figures"), ("month.", "figures.", "signal.", "release.")),
    "machine": Group(
        _("keys, retention, backups, alarms and this record"),
        ("keys.", "retention.", "clock.", "backup.", "audit.", "installation.", "alarm."),
        is_technical=True,
    ),
}


def sentence(action: str) -> str:
    """Return what somebody did."""
    return str(SENTENCES.get(action, action))


def reason(because: str) -> str:
    """Return why, or nothing where the code is not one of reasons."""
    return str(REASONS.get(because, ""))

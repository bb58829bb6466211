"""Acts of the record in words: their groups, and why. What each act is called, its room says in its `acts`."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.audit.act_words import words

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
    "import": _("to import an old register"),
    "receipt": _("with a receipt"),
    "link": _("with the link of a referral"),
    "drill": _("trying a backup"),
    "sending": _("sending an answer"),
    "rewrap": _("with newer keys"),
    "consent_withdrawn": _("consent withdrawn"),
    "draft_over": _("the draft is over"),
    "retention": _("its time is over"),
    "request": _("at the person's request"),
    "mistake": _("written by mistake"),
    "corrected": _("replaced by a correction"),
    "used": _("a link was used or ended"),
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
    "link_planted": _("by a one-time link"),
    "session_planted": _("by a session that was put there"),
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
    """Acts of one kind. Technical ones tell of no case. Which these are, the rooms say: `GROUPED` in their `acts`."""

    label: StrOrPromise
    is_technical: bool = False


GROUPS: dict[str, Group] = {
    "reading": Group(_("reading and erasing texts")),
    "enquiries": Group(_("enquiries and contacts")),
    "sign_in": Group(_("signing in"), is_technical=True),
    "refused": Group(_("refused pages and records")),
    "people": Group(_("people and roles"), is_technical=True),
    "centres": Group(_("centres, lines, questionnaires"), is_technical=True),
    "figures": Group(_("figures")),
    "reference": Group(_("guides, services and lists")),
    "machine": Group(_("keys, retention, backups, alarms and this record"), is_technical=True),
}


def sentence(action: str) -> str:
    """Return what somebody did."""
    known = words().get(action)
    return str(known.sentence) if known else action


def reason(because: str) -> str:
    """Return why, or nothing where the code is not one of reasons."""
    return str(REASONS.get(because, ""))

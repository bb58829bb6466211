"""The table of every address of the program: who may use it, and what it takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from bereg.accounts.roles import Role

CASES = frozenset({Role.OPERATOR, Role.LAWYER, Role.PSYCHOLOGIST, Role.SUPERVISOR})
CONSULTING = CASES - {Role.SUPERVISOR}
TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
FIGURES = frozenset({Role.SUPERVISOR, Role.ANALYST})
QUESTIONS = CASES | {Role.ANALYST, Role.INTERN}
STAFF = frozenset({Role.SUPERVISOR, Role.ADMIN})
PUBLISHING = frozenset({Role.SUPERVISOR, Role.PUBLISHER})
LOOKING = PUBLISHING | {Role.ADMIN}
INTERN = frozenset({Role.INTERN})
SUPERVISOR, ADMIN, EVERYBODY = frozenset({Role.SUPERVISOR}), frozenset({Role.ADMIN}), frozenset(Role)


@dataclass(frozen=True)
class Page:
    """One address: who may use it (None: anybody), what its argument names, what a form of it sends, its methods."""

    roles: frozenset[Role] | None
    argument: str = ""
    sent: str = ""
    takes: str = ""  # empty: every other method is answered like GET


PAGES: dict[str, Page] = {
    "health": Page(None, takes="GET"),
    "public_site:front_door": Page(None, takes="GET"),
    "public_site:home": Page(None, "language", takes="GET"),
    "public_site:figures": Page(None, "language", takes="GET"),
    "public_site:release": Page(None, "edition", takes="GET"),
    "public_site:release_file": Page(None, "file", takes="GET"),
    "public_site:choose_table": Page(None, "language", takes="GET"),
    "public_site:table": Page(None, "table_of_edition", takes="GET"),
    "public_site:chart": Page(None, "chart", takes="GET"),
    "desk:welcome": Page(None),
    "desk:today": Page(EVERYBODY, takes="GET"),
    "desk:without_enquiry": Page(CASES, sent="silent", takes="POST"),
    "accounts:shortcuts": Page(EVERYBODY, takes="POST"),
    "desk:new_enquiry": Page(CASES, takes="GET"),
    "desk:relevance": Page(CASES, sent="form", takes="POST"),
    "desk:called_before": Page(CASES, sent="lookup", takes="POST"),
    "desk:token": Page(EVERYBODY, takes="GET"),
    "desk:form": Page(CASES, "enquiry", sent="form", takes="GET POST"),
    "desk:draft": Page(CASES, "draft", sent="form", takes="POST"),
    "desk:discard_draft": Page(CASES, "draft", takes="POST"),
    "desk:enquiry": Page(CASES, "enquiry", takes="GET"),
    "desk:show_contact": Page(CASES, "enquiry", sent="why_contact", takes="POST"),
    "desk:saved": Page(CASES, "enquiry", takes="GET"),
    "desk:correct": Page(CASES, "enquiry", sent="form", takes="GET POST"),
    "desk:correction_draft": Page(CASES, "enquiry", sent="form", takes="POST"),
    "desk:close": Page(CASES, "enquiry", takes="POST"),
    "desk:reopen": Page(CASES, "enquiry", takes="POST"),
    "desk:take_over": Page(TAKERS, "enquiry", sent="taken", takes="POST"),
    "desk:assign": Page(TAKERS, "enquiry", sent="assigned", takes="POST"),
    "desk:withdraw": Page(CASES, "enquiry", takes="GET POST"),
    "desk:hold": Page(SUPERVISOR, "enquiry", sent="hold", takes="GET POST"),
    "desk:lift_hold": Page(SUPERVISOR, "enquiry", takes="POST"),
    "desk:review_hold": Page(SUPERVISOR, "enquiry", takes="POST"),
    "training:give_practice": Page(CASES, "enquiry", sent="masked", takes="GET POST"),
    "training:practices": Page(INTERN, takes="GET"),
    "training:given_practices": Page(CASES, takes="GET"),
    "training:practice": Page(INTERN, "practice", sent="practised", takes="GET POST"),
    "training:review_practice": Page(CASES, "practice", takes="GET"),
    "training:accept_practice": Page(CASES, "practice", sent="accepted", takes="POST"),
    "training:send_practice_back": Page(CASES, "practice", sent="remark", takes="POST"),
    "training:take_practice_back": Page(CASES, "practice", takes="POST"),
    "consultations:consultations": Page(CONSULTING, takes="GET"),
    "consultations:new_consultation": Page(CONSULTING, "enquiry", sent="consultation", takes="GET POST"),
    "consultations:consultation": Page(CONSULTING, "consultation", sent="consultation", takes="GET POST"),
    "desk:retention": Page(STAFF, takes="GET"),
    "desk:believe_clock": Page(STAFF, takes="POST"),
    "desk:further_contact": Page(CASES, "enquiry", sent="further", takes="GET POST"),
    "desk:find": Page(CASES, takes="GET"),
    "desk:open_enquiry": Page(CASES, sent="lookup", takes="POST"),
    "desk:search_words": Page(CASES, sent="words", takes="POST"),
    "desk:words": Page(CASES, "search", takes="GET"),
    "desk:cancel_words": Page(CASES, "search", takes="POST"),
    "desk:find_contact": Page(CASES, sent="reach", takes="POST"),
    "desk:audit": Page(CASES | {Role.ADMIN}, takes="GET"),
    "accounts:notices": Page(EVERYBODY, takes="GET"),
    "accounts:dismiss_notice": Page(EVERYBODY, "notice", takes="POST"),
    "accounts:approvals": Page(STAFF, takes="GET"),
    "accounts:ask_approval": Page(ADMIN, sent="keys", takes="POST"),
    "accounts:approval": Page(STAFF, "approval", takes="GET"),
    "accounts:decide": Page(STAFF, "approval", sent="decision", takes="POST"),
    "desk:glass_reviews": Page(STAFF, takes="GET"),
    "desk:break_glass": Page(ADMIN, takes="GET"),
    "desk:open_glass": Page(ADMIN, sent="glass", takes="POST"),
    "desk:glass": Page(ADMIN, "opening", takes="GET"),
    "desk:end_glass": Page(ADMIN, "opening", takes="POST"),
    "desk:glass_review": Page(STAFF, "opening", sent="verdict", takes="GET POST"),
    "accounts:withdraw_approval": Page(STAFF, "approval", takes="POST"),
    "centres:people": Page(STAFF, sent="invitation"),
    "centres:change_person": Page(STAFF, "person", sent="close", takes="POST"),
    "centres:revoke_invitation": Page(STAFF, "invitation", takes="POST"),
    "centres:join": Page(None, "secret", sent="newcomer"),
    "centres:centres": Page(STAFF),
    "centres:new_centre": Page(ADMIN, sent="new_centre"),
    "centres:centre": Page(STAFF, "centre", sent="centre"),
    "centres:set_hours": Page(STAFF, "centre", sent="hours", takes="POST"),
    "centres:set_day": Page(STAFF, "centre", sent="day", takes="POST"),
    "centres:add_line": Page(STAFF, "centre", sent="line", takes="POST"),
    "centres:line": Page(STAFF, "line", sent="line"),
    "report:report": Page(FIGURES, takes="GET"),
    "report:chart": Page(FIGURES, "table", takes="GET"),
    "report:monthly_chart": Page(FIGURES, "table", takes="GET"),
    "report:ask_export": Page(SUPERVISOR, sent="export", takes="POST"),
    "report:export": Page(SUPERVISOR, sent="export", takes="POST"),
    "signals:signals": Page(FIGURES, takes="GET"),
    "signals:signal_chart": Page(FIGURES, "share", takes="GET"),
    "signals:note_signal": Page(SUPERVISOR, sent="signal", takes="GET POST"),
    "report:close_month": Page(SUPERVISOR, "month", takes="GET POST"),
    "publishing:releases": Page(PUBLISHING, takes="GET"),
    "publishing:published_tables": Page(PUBLISHING, takes="GET"),
    "publishing:prepare_release": Page(PUBLISHING, sent="release", takes="POST"),
    "publishing:preparation": Page(PUBLISHING, "preparation", takes="GET"),
    "publishing:release": Page(LOOKING, "release", takes="GET"),
    "publishing:ask_release": Page(PUBLISHING, "release", takes="POST"),
    "publishing:publish_release": Page(PUBLISHING, "release", takes="POST"),
    "publishing:withdraw_release": Page(PUBLISHING, "release", sent="why_withdrawn", takes="POST"),
    "questionnaire:current": Page(QUESTIONS, takes="GET"),
    "questionnaire:paper": Page(QUESTIONS, takes="GET"),
    "questionnaire:version": Page(QUESTIONS, "version", takes="GET"),
    "questionnaire:source": Page(QUESTIONS, "version", takes="GET"),
    "own_account": Page(EVERYBODY, sent="account"),
    "try_mail": Page(EVERYBODY, takes="POST"),
    "account_login": Page(None, sent="credentials"),
    "account_logout": Page(None),
    "account_inactive": Page(None),
    "account_reset": Page(None, "reset", sent="new_password"),
    "account_reauthenticate": Page(EVERYBODY),
    "account_change_password": Page(EVERYBODY),
    "session_state": Page(None, takes="GET"),
    "signed_in_again": Page(EVERYBODY, takes="GET"),
    "second_factor_needed": Page(EVERYBODY),
    "mfa_index": Page(EVERYBODY),
    "mfa_authenticate": Page(None),
    "mfa_reauthenticate": Page(EVERYBODY),
    "mfa_activate_totp": Page(EVERYBODY),
    "mfa_deactivate_totp": Page(EVERYBODY),
    "mfa_view_recovery_codes": Page(EVERYBODY),
    "mfa_generate_recovery_codes": Page(EVERYBODY),
    "mfa_list_webauthn": Page(EVERYBODY),
    "mfa_add_webauthn": Page(EVERYBODY),
    "mfa_reauthenticate_webauthn": Page(EVERYBODY),
    "mfa_remove_webauthn": Page(EVERYBODY, "key"),
    "mfa_edit_webauthn": Page(EVERYBODY, "key", sent="key_name"),
    "mfa_login_webauthn": Page(None),
}
# What no form may be asked for twice in this world: it would be the same answer for everybody.
RELEASE = UUID(int=11)
SHARED: dict[str, object] = {
    "language": "en",
    "table": "gender",
    "share": "no-work-permit",
    "month": "2008-02",
    "release": RELEASE,
    "preparation": RELEASE,
}
SHARED["edition"] = ("en", "2008-01")  # several arguments
SHARED["file"] = ("en", "2008-01", "figures.xlsx")
SHARED["table_of_edition"] = ("en", "2008-01", "all", "gender")
SHARED["chart"] = ("en", "2008-01", f"{'0' * 16}-1", "light", "all", "gender")
MISSING: dict[str, object] = {
    **dict.fromkeys(("enquiry", "draft", "person", "invitation", "centre", "line", "version"), UUID(int=7)),
    **dict.fromkeys(("approval", "notice", "opening", "search", "release", "preparation"), UUID(int=7)),
    **dict.fromkeys(("practice", "consultation"), UUID(int=7)),
    "key": 999_999,
    "secret": "A" * 43,
    "reset": "A" * 43,
    "language": "xx",
    "table": "nothing",
    "share": "nothing",
    "month": "2008-13",
    "edition": ("en", "2008-13"),
    "file": ("en", "2008-01", "figures.exe"),
    "table_of_edition": ("en", "2008-01", "all", "nothing"),
    "chart": ("en", "2008-01", f"{'1' * 16}-1", "dark", "all", "gender"),
}


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the program with its name."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each

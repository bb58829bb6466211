"""The table of every address of the program: who may use it, and what it takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from bereg.accounts.roles import Role

CASES = frozenset({Role.OPERATOR, Role.LAWYER, Role.PSYCHOLOGIST, Role.SUPERVISOR})
LOOKING_UP = CASES | {Role.EDITOR}
CONSULTING = CASES - {Role.SUPERVISOR}
TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
FIGURES = frozenset({Role.SUPERVISOR, Role.ANALYST})
QUESTIONS = CASES | {Role.ANALYST, Role.INTERN, Role.ADMIN}
STAFF = frozenset({Role.SUPERVISOR, Role.ADMIN})
PUBLISHING = frozenset({Role.SUPERVISOR, Role.PUBLISHER})
LOOKING = PUBLISHING | {Role.ADMIN}
INTERN = frozenset({Role.INTERN})
REFERENCE = CASES | {Role.EDITOR}  # who looks things up
EDITORS = frozenset({Role.EDITOR, Role.SUPERVISOR})  # who writes and publishes what is looked up
WORKSHOP = EDITORS | {Role.LAWYER}  # who sees what is not published
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
    "public_site:help": Page(None, "language", takes="GET"),
    "public_site:situation": Page(None, "situation", takes="GET"),
    "public_site:guide": Page(None, "public_guide", takes="GET"),
    "public_site:figures": Page(None, "language", takes="GET"),
    "public_site:release": Page(None, "edition", takes="GET"),
    "public_site:release_file": Page(None, "file", takes="GET"),
    "public_site:choose_table": Page(None, "language", takes="GET"),
    "public_site:table": Page(None, "table_of_edition", takes="GET"),
    "public_site:chart": Page(None, "chart", takes="GET"),
    "public_site:theme": Page(None, "theme_of_edition", takes="GET"),
    "public_site:centre": Page(None, "centre_of_edition", takes="GET"),
    "public_site:over_time": Page(None, "chart_of_months", takes="GET"),
    "public_site:logo": Page(None, "logo", takes="GET"),
    "public_site:feed": Page(None, "language", takes="GET"),
    "public_site:catalogue": Page(None, "language", takes="GET"),
    "public_site:robots": Page(None, takes="GET"),
    "public_site:site_map": Page(None, takes="GET"),
    "public_site:security": Page(None, takes="GET"),
    "desk:welcome": Page(None),
    "desk:today": Page(EVERYBODY, takes="GET"),
    "desk:board": Page(SUPERVISOR, takes="GET"),
    "desk:board_now": Page(SUPERVISOR, takes="GET"),
    "desk:without_enquiry": Page(CASES, sent="silent", takes="POST"),
    "desk:contacts": Page(CASES, takes="GET"),
    "desk:several_contacts": Page(CASES, sent="several", takes="GET POST"),
    "desk:contact": Page(CASES, "contact", sent="contact", takes="GET POST"),
    "desk:mistaken_contact": Page(CASES, "contact", sent="mistake", takes="POST"),
    "desk:undo_contact": Page(CASES, "contact", takes="POST"),
    "desk:mistake": Page(CASES, "enquiry", sent="mistake", takes="GET POST"),
    "centres:setting_up": Page(ADMIN, takes="GET"),
    "centres:dismiss_setting_up": Page(ADMIN, takes="POST"),
    "centres:look_at_step": Page(ADMIN, "step", takes="POST"),
    "vault:first_sheets": Page(ADMIN, takes="POST"),
    "choose_role": Page(EVERYBODY),
    "centres:switch_role": Page(ADMIN, takes="POST"),
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
    "holds:hold": Page(SUPERVISOR, "enquiry", sent="hold", takes="GET POST"),
    "holds:lift_hold": Page(SUPERVISOR, "enquiry", takes="POST"),
    "holds:review_hold": Page(SUPERVISOR, "enquiry", takes="POST"),
    "training:give_practice": Page(CASES, "enquiry", sent="masked", takes="GET POST"),
    "training:practices": Page(INTERN, takes="GET"),
    "training:given_practices": Page(CASES, takes="GET"),
    "training:practice": Page(INTERN, "practice", sent="practised", takes="GET POST"),
    "training:review_practice": Page(CASES, "practice", takes="GET"),
    "training:accept_practice": Page(CASES, "practice", sent="accepted", takes="POST"),
    "training:send_practice_back": Page(CASES, "practice", sent="remark", takes="POST"),
    "training:take_practice_back": Page(CASES, "practice", takes="POST"),
    "tasks:appointments": Page(CASES, takes="GET"),
    "tasks:make_calendar_link": Page(CASES, takes="POST"),
    "tasks:revoke_calendar_link": Page(CASES, takes="POST"),
    "tasks:calendar": Page(None, "calendar", takes="GET"),
    "tasks:new_task": Page(CASES, "enquiry", sent="task", takes="GET POST"),
    "tasks:new_free_task": Page(CASES, sent="task", takes="GET POST"),
    "tasks:task": Page(CASES, "task", takes="GET"),
    "tasks:show_number": Page(CASES, "task", takes="POST"),
    "tasks:take": Page(CASES, "task", sent="taken", takes="POST"),
    "tasks:give": Page(CASES, "task", sent="given", takes="POST"),
    "tasks:move": Page(CASES, "task", sent="moved", takes="POST"),
    "tasks:finish": Page(CASES, "task", sent="taken", takes="POST"),
    "tasks:drop": Page(CASES, "task", sent="dropped", takes="POST"),
    "tasks:safe_contact": Page(CASES, "enquiry", sent="safe_contact", takes="GET POST"),
    "reference:answers": Page(LOOKING_UP, takes="GET"),
    "reference:found": Page(LOOKING_UP, takes="GET"),
    "reference:entry": Page(LOOKING_UP, "entry", takes="GET"),
    "guides:fill": Page(LOOKING_UP, "sample_document", sent="filled", takes="GET POST"),
    "reference:report": Page(LOOKING_UP, "entry", sent="wrong", takes="POST"),
    "answers:chip": Page(CASES, sent="chip", takes="POST"),
    "shifts:roster": Page(SUPERVISOR, sent="roster", takes="GET POST"),
    "shifts:languages": Page(CASES, takes="GET"),
    "shifts:own_languages": Page(CASES, sent="speaks", takes="GET POST"),
    "shifts:colleague_languages": Page(SUPERVISOR, "person", sent="speaks", takes="GET POST"),
    "shifts:new_interpreter": Page(SUPERVISOR, "centre", sent="interpreter", takes="GET POST"),
    "shifts:interpreter": Page(SUPERVISOR, "interpreter", sent="interpreter", takes="GET POST"),
    "shifts:remove_interpreter": Page(SUPERVISOR, "interpreter", sent="taken", takes="POST"),
    "shifts:new_note": Page(TAKERS, sent="hand_over", takes="GET POST"),
    "shifts:note": Page(TAKERS, "hand_over", sent="hand_over", takes="GET POST"),
    "shifts:take_back_note": Page(TAKERS, "hand_over", sent="taken", takes="POST"),
    "consultations:consultations": Page(CONSULTING, takes="GET"),
    "consultations:new_consultation": Page(CONSULTING, "enquiry", sent="consultation", takes="GET POST"),
    "consultations:consultation": Page(CONSULTING, "consultation", sent="consultation", takes="GET POST"),
    "persons:new_person": Page(CASES, "enquiry", sent="concerned", takes="GET POST"),
    "persons:person": Page(CASES, "concerned", sent="concerned", takes="GET POST"),
    "persons:judgement": Page(CASES, "concerned", sent="judgement", takes="GET POST"),
    "persons:take_on": Page(SUPERVISOR, "concerned", sent="concerned", takes="POST"),
    "persons:remove": Page(CASES, "concerned", sent="concerned", takes="POST"),
    "transfers:new_transfer": Page(CASES, "enquiry", sent="offer", takes="GET POST"),
    "transfers:transfer": Page(CASES, "transfer", takes="GET"),
    "transfers:accept": Page(CASES, "transfer", takes="POST"),
    "transfers:decline": Page(CASES, "transfer", sent="declined", takes="POST"),
    "transfers:withdraw": Page(CASES, "transfer", takes="POST"),
    "dangers:dangers": Page(CASES, takes="GET"),
    "dangers:strip": Page(CASES, takes="GET"),
    "dangers:waiting": Page(None, takes="GET"),
    "dangers:raise": Page(CASES, sent="raised", takes="POST"),
    "dangers:steps": Page(CASES, takes="GET"),
    "dangers:write_steps": Page(SUPERVISOR, "procedure", sent="steps", takes="GET POST"),
    "dangers:danger": Page(CASES, "danger", takes="GET"),
    "dangers:take": Page(CASES, "danger", takes="POST"),
    "dangers:tick": Page(CASES, "danger", sent="ticked", takes="POST"),
    "dangers:untick": Page(CASES, "danger", sent="ticked", takes="POST"),
    "dangers:end": Page(CASES, "danger", sent="ended", takes="POST"),
    "retention:retention": Page(STAFF, takes="GET"),
    "retention:believe_clock": Page(STAFF, takes="POST"),
    "desk:further_contact": Page(CASES, "enquiry", sent="further", takes="GET POST"),
    "desk:find": Page(CASES, takes="GET"),
    "desk:open_enquiry": Page(CASES, sent="lookup", takes="POST"),
    "desk:close_several": Page(CASES, sent="chosen", takes="POST"),
    "desk:assign_several": Page(TAKERS, sent="chosen_to", takes="POST"),
    "desk:filters": Page(CASES, takes="GET"),
    "desk:keep_filter": Page(CASES, sent="kept_filter", takes="POST"),
    "desk:rename_filter": Page(CASES, "filter", sent="renamed_filter", takes="POST"),
    "desk:share_filter": Page(SUPERVISOR, "filter", sent="taken", takes="POST"),
    "desk:remove_filter": Page(CASES, "filter", sent="taken", takes="POST"),
    "desk:search_words": Page(CASES, sent="words", takes="POST"),
    "desk:words": Page(CASES, "search", takes="GET"),
    "desk:cancel_words": Page(CASES, "search", takes="POST"),
    "desk:find_contact": Page(CASES, sent="reach", takes="POST"),
    "audit_review:acts": Page(CASES | {Role.ADMIN}, takes="GET"),
    "accounts:notices": Page(EVERYBODY, takes="GET"),
    "accounts:dismiss_notice": Page(EVERYBODY, "notice", takes="POST"),
    "accounts:approvals": Page(STAFF, takes="GET"),
    "accounts:ask_approval": Page(ADMIN, sent="keys", takes="POST"),
    "accounts:approval": Page(STAFF, "approval", takes="GET"),
    "accounts:decide": Page(STAFF, "approval", sent="decision", takes="POST"),
    "emergency_access:glass_reviews": Page(STAFF, takes="GET"),
    "emergency_access:break_glass": Page(ADMIN, takes="GET"),
    "emergency_access:open_glass": Page(ADMIN, sent="glass", takes="POST"),
    "emergency_access:glass": Page(ADMIN, "opening", takes="GET"),
    "emergency_access:end_glass": Page(ADMIN, "opening", takes="POST"),
    "emergency_access:glass_review": Page(STAFF, "opening", sent="verdict", takes="GET POST"),
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
    "report:print": Page(FIGURES, sent="printed", takes="POST"),
    "report:chart": Page(FIGURES, "table", takes="GET"),
    "report:trend_chart": Page(FIGURES, takes="GET"),
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
    "importing:imports": Page(SUPERVISOR, takes="GET POST"),
    "importing:mapping": Page(SUPERVISOR, "register", takes="GET POST"),
    "importing:column": Page(SUPERVISOR, "register_column", takes="GET POST"),
    "importing:text": Page(SUPERVISOR, "register", sent="mapping", takes="GET POST"),
    "importing:begin": Page(SUPERVISOR, "register", takes="POST"),
    "importing:run": Page(SUPERVISOR, "register", takes="GET"),
    "importing:stop": Page(SUPERVISOR, "register", takes="POST"),
    "importing:rejects": Page(SUPERVISOR, "register", takes="POST"),
    "importing:discard": Page(SUPERVISOR, "register", takes="POST"),
    "questionnaire:current": Page(QUESTIONS, takes="GET"),
    "questionnaire:publish": Page(ADMIN, takes="GET POST"),
    "questionnaire:put_in_force": Page(ADMIN, sent="questions", takes="POST"),
    "questionnaire:paper": Page(QUESTIONS, takes="GET"),
    "questionnaire:version": Page(QUESTIONS, "version", takes="GET"),
    "questionnaire:source": Page(QUESTIONS, "version", takes="GET"),
    "questionnaire:workbook": Page(QUESTIONS, "version", takes="GET"),
    "help:contents": Page(EVERYBODY, takes="GET"),
    "help:page": Page(EVERYBODY, "help_page", takes="GET"),
    "language": Page(None, sent="language", takes="POST"),
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
RELEASE, ENTRY, SAMPLE_DOCUMENT = UUID(int=11), UUID(int=12), UUID(int=14)
SHARED: dict[str, object] = {
    "step": "questionnaire",
    "language": "en",
    "help_page": "safety/keys",
    "table": "gender",
    "share": "no-work-permit",
    "month": "2008-02",
    "release": RELEASE,
    "preparation": RELEASE,
    "entry": ENTRY,
    "sample_document": SAMPLE_DOCUMENT,
}
SHARED["edition"] = ("en", "2008-01")  # several arguments
SHARED["situation"] = ("en", "held")
SHARED["public_guide"] = ("en", UUID(int=12))
SHARED["file"] = ("en", "2008-01", "figures.xlsx")
SHARED["table_of_edition"] = ("en", "2008-01", "all", "gender")
SHARED["theme_of_edition"] = ("en", "2008-01", "people")
SHARED["centre_of_edition"] = ("en", "2008-01", "shore")
SHARED["chart_of_months"] = ("en", f"{'0' * 16}-1", "light")
SHARED["logo"] = ("en", f"publisher-{'0' * 16}.png")
SHARED["chart"] = ("en", "2008-01", f"{'0' * 16}-1", "light", "all", "gender")
MISSING: dict[str, object] = {
    **dict.fromkeys(("enquiry", "draft", "contact", "person", "invitation", "centre", "line", "version"), UUID(int=7)),
    **dict.fromkeys(("approval", "notice", "opening", "search", "release", "preparation"), UUID(int=7)),
    **dict.fromkeys(
        ("practice", "consultation", "task", "concerned", "danger", "register", "hand_over", "transfer"), UUID(int=7)
    ),
    "filter": UUID(int=7),
    "entry": UUID(int=7),
    "sample_document": UUID(int=7),
    "interpreter": UUID(int=7),
    "procedure": (UUID(int=7), "child"),
    "register_column": (UUID(int=7), 1),
    "key": 999_999,
    "secret": "A" * 43,
    "reset": "A" * 43,
    "calendar": "A" * 43,
    "step": "nothing",
    "language": "xx",
    "help_page": "nothing",
    "table": "nothing",
    "share": "nothing",
    "month": "2008-13",
    "edition": ("en", "2008-13"),
    "situation": ("en", "nothing"),
    "public_guide": ("en", UUID(int=7)),
    "file": ("en", "2008-01", "figures.exe"),
    "table_of_edition": ("en", "2008-01", "all", "nothing"),
    "theme_of_edition": ("en", "2008-01", "nothing"),
    "centre_of_edition": ("en", "2008-01", "nowhere"),
    "chart_of_months": ("en", f"{'1' * 16}-1", "dark"),
    "logo": ("en", f"publisher-{'1' * 16}.png"),
    "chart": ("en", "2008-01", f"{'1' * 16}-1", "dark", "all", "gender"),
}


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the program with its name."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each

"""Two centres with one of everything, and the table of every address of the program. Everybody is plainly invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from bereg.accounts import approvals, notices
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.centres import staffing
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Invitation, Line
from bereg.consultations import actions as consultations
from bereg.consultations.models import Consultation
from bereg.emergency_access.break_glass import break_glass
from bereg.enquiries import texts
from bereg.enquiries.models import Draft, Enquiry, TextSearch
from bereg.publications.actions import Prepared, keep
from bereg.publications.content import Content
from bereg.publications.models import Release
from bereg.publishing.frames import Frame
from bereg.publishing.models import Preparation
from bereg.publishing.refusals import Reason
from bereg.questionnaire.actions import publish, publish_standard, standard_source
from bereg.training import actions as training
from bereg.training.models import Practice
from bereg.vault import actions as vault
from conftest import make_user
from tests.opened import answers_of, text_of

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


@dataclass(frozen=True)
class Site:
    """One centre with one of everything; its words are found nowhere else."""

    centre: Centre
    operator: User
    ids: dict[str, Any]
    canaries: dict[str, str]

    def address(self, name: str, ids: dict[str, Any] | None = None) -> str:
        """Return an address with this centre's own argument, or with another one."""
        argument = PAGES[name].argument
        value: Any = {**SHARED, **self.ids, **(ids or {})}[argument] if argument else ()
        return reverse(name, args=value if isinstance(value, tuple) else [value])


def make_site(centre: Centre, operator: User, by: User, mark: str) -> Site:
    """Fill a centre with one of everything."""
    line = Line.objects.filter(centre=centre).first() or Line.objects.create(
        centre=centre, slug=f"{centre.code}-desk", kind=LineKind.COUNTER, address={"": "Invented street, 1"}
    )
    canaries = {part: f"{mark}-{part}" for part in ("narrative", "callback", "material", "draft")}
    canaries["codeword"] = f"{mark}-codeword-42"
    canaries |= {part: f"{mark}-{part}" for part in ("said", "masked", "practised", "remark", "consulted")}
    desk = Client()
    desk.force_login(operator)
    enquiry, draft = uuid4(), uuid4()
    sent = form(canaries)
    assert desk.post(reverse("desk:form", args=[enquiry]), sent).status_code == 302
    assert desk.post(reverse("desk:draft", args=[draft]), {**sent, "narrative": canaries["draft"]}).status_code == 200
    unworded = Enquiry._base_manager.get(pk=enquiry)
    (word,) = texts.seal([(unworded, {texts.CODE_WORD: canaries["codeword"]})])
    Enquiry._base_manager.filter(pk=enquiry).update(**word)
    written = vault.written_of({texts.CODE_WORD: word[texts.CODE_WORD]})
    audit.record("text.sealed", target=unworded, by=None, because="migration", sha256=written)
    further = {"id": str(uuid4()), "channel": "phone", "said": canaries["said"]}
    assert desk.post(reverse("desk:further_contact", args=[enquiry]), further).status_code == 302
    staffing.invite(centre=centre, role=Role.INTERN, by=by)
    made = Enquiry._base_manager.get(pk=enquiry)
    assert (text_of(made), answers_of(made)["material"]) == (canaries["narrative"], canaries["material"])
    notices.give(kind="invented", target=str(enquiry), to=[operator])
    admin = make_user(None, Role.ADMIN, f"Administrator for {centre.code}")
    ids = {
        "opening": break_glass(record=made, reason="An invented reason, long enough.", by=admin).pk,
        "approval": approvals.ask(kind="figures.export", target=f"2008-02 {centre.code}", by=by).pk,
        "notice": Notice.objects.get(person=operator).pk,
        "enquiry": enquiry,
        "draft": Draft._base_manager.get(pk=draft).pk,
        "person": operator.pk,
        "invitation": Invitation.objects.get(centre=centre).pk,
        "centre": centre.pk,
        "line": line.pk,
        "version": publish(source=standard_source(), centre=centre, by=None).pk,
        "key": Authenticator.objects.create(user=by, type="webauthn", data={"name": "key", "credential": {}}).pk,
        "secret": "B" * 43,
        "reset": "B" * 43,
        "number": made.number,
        "search": TextSearch._base_manager.create(
            person=operator, centre=centre, ended_at=timezone.now(), found=[str(enquiry)]
        ).pk,
        "lawyer": make_user(centre, Role.LAWYER, f"Lawyer of {centre.code}").pk,
        "practice": make_practice(made, canaries, operator).pk,
        "consultation": make_consultation(made, canaries["consulted"], operator).pk,
        "intern": make_user(centre, Role.INTERN, f"Free intern of {centre.code}").pk,
    }
    return Site(centre, operator, ids, canaries)


def make_practice(enquiry: Enquiry, canaries: dict[str, str], by: User) -> Practice:
    """Give an enquiry to an intern, whose draft came back once and was sent again."""
    intern = make_user(enquiry.centre, Role.INTERN, f"Intern of {enquiry.centre.code}")
    given = training.give(enquiry=enquiry, version=enquiry.version, intern=intern, masked=canaries["masked"], by=by)
    draft = canaries["practised"]
    training.write(practice=given, version=1, text=draft, sends=True, by=intern)
    back = Practice._base_manager.get(pk=given.pk)
    training.send_back(practice=back, version=2, remark=canaries["remark"], by=by)
    training.write(practice=given, version=3, text=draft, sends=True, by=intern)
    return given


def make_consultation(enquiry: Enquiry, note: str, by: User) -> Consultation:
    """Write a consultation on an enquiry that the person has."""
    given = consultations.Given(kind="advice", way="phone", minutes=25, given_on=timezone.localdate(), note=note)
    return consultations.write(id=uuid4(), enquiry=enquiry, given=given, by=by)


def make_world(here: Centre, there: Centre) -> tuple[Site, Site]:
    """Return two filled centres."""
    publish_standard()
    sites = []
    for centre, mark in ((here, "heron"), (there, "tortoise")):
        operator = make_user(centre, Role.OPERATOR, f"Operator of {centre.code}")
        supervisor = make_user(centre, Role.SUPERVISOR, f"Supervisor of {centre.code}")
        sites.append(make_site(centre, operator, supervisor, mark))
    make_release(supervisor)
    return sites[0], sites[1]


def make_release(by: User) -> None:
    """Prepare a release of a month in which nobody asked anything; it is of all centres."""
    january = date(2008, 1, 1)
    said = Content(format=1, first="2008-01", last="2008-01", vintage=1, class_below=10, countries=None, tables=[])
    made = keep(first=january, last=january, prepared=Prepared(said, [], Frame.now().kept(), [], ""), by=by)
    Release.objects.filter(pk=made.pk).update(id=RELEASE)
    refused = {"ended_at": timezone.now(), "reason": Reason.FAILED}
    Preparation.objects.create(
        id=RELEASE,
        first_month=january,
        last_month=january,
        asked_by=by,
        asked_at=timezone.now(),
        task=RELEASE,
        **refused,
    )


def form(canaries: dict[str, str] | None = None) -> dict[str, Any]:
    """Return a filled form of an enquiry."""
    words = canaries or dict.fromkeys(("narrative", "callback", "material"), "invented")
    return {
        "consent": "yes",
        "channel": "phone",
        "a-gender": "female",
        "a-citizenship": "UZ",
        "a-source": "leaflet",
        "a-material": words["material"],
        "topics": ["quota"],
        "narrative": words["narrative"],
        "call_back": words["callback"],
        "version": "1",
    }


def sent_to(name: str, site: Site) -> dict[str, Any]:
    """Return what a form sends, good enough to be taken."""
    centre = {"name_en": "Renamed", "scope": "national", "country": "RU", "time_zone": "Europe/Moscow", "version": "1"}
    bodies: dict[str, dict[str, Any]] = {
        "": {},
        "form": form(),
        "silent": {"disposition": "silent", "id": str(UUID(int=9)), "confirmed": "yes"},
        "lookup": {"typed": site.canaries["codeword"], "joins": site.canaries["codeword"]},
        "further": {"id": str(UUID(int=8)), "channel": "phone", "said": "an invented answer"},
        "hold": {"code": "court", "reason": "an invented order, number 16", "until": "2030-01-07", "owner": "x"},
        "invitation": {"role": "intern", "centre": str(site.centre.pk)},
        "why_contact": {"because": "call_back"},
        "words": {"words": "invented"},
        "reach": {"contact": "00@example.org"},
        "close": {"act": "close"},
        "masked": {"version": "1", "intern": str(site.ids["intern"]), "masked": "an invented one", "confirmed": "on"},
        "practised": {"version": "4", "text": "an invented draft", "act": "send"},
        "accepted": {"version": "4", "enquiry": "1"},
        "consultation": {
            "kind": "advice",
            "way": "phone",
            "minutes": "25",
            "given_on": timezone.localdate().isoformat(),
            "note": "an invented note",
            "version": "1",
        },
        "remark": {"version": "4", "remark": "an invented remark"},
        "taken": {"version": "1"},
        "assigned": {"version": "1", "to": str(site.ids["lawyer"])},
        "newcomer": {"name": "Newcomer", "username": "newcomer", "password": "quite another invented phrase"},
        "new_password": {"password": "quite another invented phrase"},
        "new_centre": centre | {"code": "tver", "number_prefix": "TVE"},
        "centre": centre,
        "hours": {"day_0": "9:00-18:00", "version": "1"},
        "day": {"on": "2030-01-07", "hours": "10:00-12:00"},
        "line": {"kind": "counter", "address_ru": "Invented street, 2", "version": "1"},
        "account": {"language": "en", "shortcuts": "on"},
        "credentials": {"login": "nobody", "password": "wrong"},
        "key_name": {"name": "renamed"},
        "decision": {"decision": "yes"},
        "glass": {"number": site.ids["number"], "reason": "An invented reason, long enough."},
        "verdict": {"verdict": "justified"},
        "keys": {"kind": "keys", "target": "rotate"},
        "export": {"centre": site.centre.code},
        "release": {"first": "2008-02", "last": "2008-02"},
        "why_withdrawn": {"because": "fault"},
        "signal": {"note": "a new law", "version": "0"},
    }
    return bodies[PAGES[name].sent]

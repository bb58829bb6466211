"""Two centres with one of everything. Everybody is plainly invented."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
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
from tests.addresses import PAGES, RELEASE, SHARED
from tests.opened import answers_of, text_of


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

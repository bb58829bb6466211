"""Two centres with one of everything. Everybody is plainly invented."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import approvals, notices
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.answers import actions as answers
from bereg.answers.call_answers import CallAnswers, GivenAnswer, this_minute
from bereg.answers.choices import AnswerWay, WarningSign
from bereg.audit import actions as audit
from bereg.centres import staffing
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Invitation, Line
from bereg.commentary import actions as commentary
from bereg.commentary.models import ReportText
from bereg.consultations import actions as consultations
from bereg.consultations.models import Consultation
from bereg.contacts.models import Contact
from bereg.dangers import actions as dangers
from bereg.dangers.choices import ProcedureKind
from bereg.dangers.models import Danger
from bereg.emergency_access.break_glass import break_glass
from bereg.enquiries import saved_filters, texts
from bereg.enquiries.models import Draft, Enquiry, TextSearch
from bereg.importing import actions as importing
from bereg.importing.in_memory_file import held
from bereg.importing.models import RegisterImport
from bereg.importing.options import ReadingOptions
from bereg.persons import actions as persons
from bereg.persons.choices import Suspicion
from bereg.persons.models import Person
from bereg.publications.actions import Prepared, keep
from bereg.publications.content import Content
from bereg.publications.models import Release
from bereg.publishing.frames import Frame
from bereg.publishing.models import Preparation
from bereg.publishing.refusals import Reason
from bereg.recommendations import actions as recommendations
from bereg.recommendations.models import RecommendationEvent
from bereg.recommendations.wanted import RecommendationDraft, StepDraft
from bereg.reference.choices import EntryState
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.texts import Text
from bereg.reference.versions import version_of
from bereg.shifts import actions as shifts
from bereg.shifts import languages
from bereg.shifts.models import HandOver, Interpreter
from bereg.shifts.roster import Planned, write_week
from bereg.tasks import actions as tasks
from bereg.tasks import safe_contact
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from bereg.training import actions as training
from bereg.training.models import Practice
from bereg.transfers.choices import Ground
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import Parcel
from bereg.vault import actions as vault
from conftest import make_user
from tests.addresses import PAGES
from tests.arguments import ENTRY, RECOMMENDATION, RELEASE, REPORT_TEXT, SAMPLE_DOCUMENT, SENTENCE, SHARED
from tests.campaigning import make_campaign
from tests.opened import answers_of, text_of
from tests.outside import (
    make_attachment,
    make_check,
    make_dispatch,
    make_figure_letters,
    make_handed_out,
    make_notice,
    make_outcome,
    make_outreach,
    make_outside_series,
    make_partner_link,
    make_quarantined,
    make_rescue,
    make_search,
    make_thread,
    make_violation,
    make_visit,
)
from tests.typed_material import publish_with_a_text


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
    canaries = _canaries(mark)
    enquiry, draft = _register(operator, canaries)
    staffing.invite(centre=centre, role=Role.OPERATOR, by=by)
    made = Enquiry._base_manager.get(pk=enquiry)
    assert (text_of(made), answers_of(made)["material"]) == (canaries["narrative"], canaries["material"])
    notices.give(kind="invented", target=str(enquiry), to=[operator])
    admin = make_user(None, Role.ADMIN, f"Administrator for {centre.code}")
    ids = {
        "opening": break_glass(record=made, reason="An invented reason, long enough.", by=admin).pk,
        "approval": approvals.ask(kind="figures.export", target=f"2008-02 {centre.code}", by=by).pk,
        "notice": Notice.objects.get(person=operator).pk,
        "enquiry": enquiry,
        "contact": Contact._base_manager.filter(of_enquiry__enquiry=enquiry).earliest("entered_at").pk,
        "draft": Draft._base_manager.get(pk=draft).pk,
        "person": operator.pk,
        "invitation": Invitation.objects.get(centre=centre).pk,
        "centre": centre.pk,
        "line": line.pk,
        "version": publish_with_a_text(centre).pk,
        "key": Authenticator.objects.create(user=by, type="webauthn", data={"name": "key", "credential": {}}).pk,
        **dict.fromkeys(("secret", "reset", "half", "calendar"), "B" * 43),
        "number": made.number,
        "search": TextSearch._base_manager.create(
            person=operator, centre=centre, ended_at=timezone.now(), found=[str(enquiry)]
        ).pk,
        "filter": saved_filters.keep_filter(name="An invented filter", wanted={"topic": "quota"}, by=operator).pk,
        "register": (register := make_register(centre, by)).pk,
        "register_column": (register.pk, 1),
        "supervisor": by.pk,
        "lawyer": make_user(centre, Role.LAWYER, f"Lawyer of {centre.code}").pk,
        **_on_the_matter(made, canaries, operator, by),
        "interpreter": make_interpreter(centre, mark, by).pk,
        "hand_over": make_shifts(centre, canaries["left"], operator, by).pk,
        **make_figure_letters(centre, by),
        "procedure": (centre.pk, "child"),
        "thread": (thread := make_thread(centre, canaries["written"], operator)).pk,
        "quarantined": make_quarantined(centre, canaries["written"]).pk,
        "thread_file": (thread.pk, make_attachment(thread, canaries["written"]).pk),
        "visit": make_visit(thread).pk,
        "cell": (centre.pk, "wages_RU-ARK_2008-01-01"),
        "intern": make_user(centre, Role.INTERN, f"Free intern of {centre.code}").pk,
    }
    return Site(centre, operator, ids, canaries)


PARTS = (
    *("narrative", "callback", "material", "draft", "said", "masked", "practised", "remark", "consulted", "judged"),
    *("written", "promised", "safely", "left", "passed", "named", "weighed", "leaving", "missed", "findable", "asks"),
)


def _canaries(mark: str) -> dict[str, str]:
    """Return a word for each text that nobody else may read; the code word as callers say it."""
    return {part: f"{mark}-{part}" for part in PARTS} | {"codeword": f"{mark}-codeword-42"}


def _on_the_matter(made: Enquiry, canaries: dict[str, str], operator: User, by: User) -> dict[str, UUID]:
    """Hang one of everything on an enquiry. Return the ids."""
    violation = make_violation(made, canaries["named"], operator)
    return {
        "practice": make_practice(made, canaries, operator).pk,
        "consultation": make_consultation(made, canaries["consulted"], operator).pk,
        "task": make_task(made, canaries, operator).pk,
        "concerned": make_person(made, canaries["judged"], operator).pk,
        "danger": make_danger(made, operator, by).pk,
        "transfer": make_transfer(made, canaries["passed"], operator).pk,
        "violation": violation.pk,
        "check": make_check(violation, canaries["weighed"], operator).pk,
        "trend_notice": make_notice(violation, operator).pk,
        **make_outreach(made, operator),
        **make_search(made, canaries, operator),
        "dispatch": make_partner_link(make_dispatch(made, canaries["leaving"], operator), operator).dispatch_id,
        "gone_out": (left := make_rescue(made, canaries["leaving"], operator)).pk,
        "outcome": make_outcome(left, operator).pk,
    }


def _register(operator: User, canaries: dict[str, str]) -> tuple[UUID, UUID]:
    """Register an enquiry with a code word of ours and a further contact, and begin a draft. Return the ids of both."""
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
    return enquiry, draft


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


def make_register(centre: Centre, by: User) -> RegisterImport:
    """Upload an old register."""
    file = held("old.csv", b"No;Day\n1;2008-02-14\n")
    return importing.upload(file=file, centre=centre, reading=ReadingOptions(), by=by)


def make_consultation(enquiry: Enquiry, note: str, by: User) -> Consultation:
    """Write a consultation on an enquiry that the person has."""
    given = consultations.Given(kind="advice", way="phone", minutes=25, given_on=timezone.localdate(), note=note)
    return consultations.write(id=uuid4(), enquiry=enquiry, given=given, by=by)


def make_task(enquiry: Enquiry, canaries: dict[str, str], by: User) -> Task:
    """Promise a call on an enquiry that the person has, and say how it is safe to call."""
    safe_contact.write(enquiry=enquiry, version=0, safe=safe_contact.Safe(words=canaries["safely"]), by=by)
    due_at, words = timezone.now() + timedelta(hours=2), canaries["promised"]
    call = tasks.Promise(kind=TaskKind.CALL_BACK, due_at=due_at, holder=by, words=words)
    return tasks.make(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, promise=call, by=by)


def make_person(enquiry: Enquiry, reason: str, by: User) -> Person:
    """Note a person concerned on an enquiry that the user has, and judge."""
    described = persons.Described(relation="relative", gender="female", band="14_17", signs=("wages",))
    made = persons.note(id=uuid4(), enquiry=enquiry, described=described, by=by)
    persons.judge(person=made, version=1, suspicion=Suspicion.SUSPECTED, reason=reason, by=by)
    return made


def make_shifts(centre: Centre, words: str, operator: User, supervisor: User) -> HandOver:
    """Plan a week long ago, and leave a note to the next shift."""
    monday = date(2008, 1, 7)
    shift = Planned(operator, monday, time(9), time(18))
    write_week(centre=centre, monday=monday, version=0, shifts=[shift], by=supervisor)
    return shifts.write_note(id=uuid4(), centre=centre, words=words, by=operator)


def make_transfer(enquiry: Enquiry, words: str, by: User) -> Transfer:
    """Offer an enquiry. By hand to its own centre, so that the two centres of this world have nothing in common."""
    made = Transfer(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, from_centre=enquiry.centre, offered_by=by)
    made.ground, made.parcel = Ground.AGREED, vault.seal(made, "parcel", Parcel(narrative=words).as_text())
    made.save(force_insert=True)
    audit.record("transfer.offered", target=made, by=by, because=made.ground, sha256=vault.written_new(made))
    return made


def make_interpreter(centre: Centre, mark: str, by: User) -> Interpreter:
    """Say what a supervisor speaks, and note an interpreter."""
    languages.say_languages(person=by, version=0, languages=["ru"], by=by)
    noted = languages.Noted(f"Interpreter {mark}", "+7 000 000-00-04", ["uz"])
    return languages.note_interpreter(centre=centre, noted=noted, by=by)


def make_danger(enquiry: Enquiry, by: User, supervisor: User) -> Danger:
    """Raise the alarm about an enquiry; it is taken, and one of the centre's own steps is done."""
    kind = ProcedureKind.CHILD
    dangers.write_procedure(centre=enquiry.centre, kind=kind, number=0, text="An invented step.", by=supervisor)
    raised = dangers.raise_danger(id=uuid4(), centre=enquiry.centre, form=enquiry.pk, by=by)
    dangers.take(danger=raised, by=by)
    dangers.tick(danger=raised, kind=kind, number=1, place=1, by=by)
    return raised


def make_world(here: Centre, there: Centre) -> tuple[Site, Site]:
    """Return two filled centres."""
    publish_with_a_text()
    sites = []
    for centre, mark in ((here, "heron"), (there, "tortoise")):
        operator = make_user(centre, Role.OPERATOR, f"Operator of {centre.code}")
        supervisor = make_user(centre, Role.SUPERVISOR, f"Supervisor of {centre.code}")
        sites.append(make_site(centre, operator, supervisor, mark))
    make_release(supervisor)
    make_entry(supervisor)
    make_campaign(supervisor)
    make_outside_series(supervisor)
    for site in sites:
        make_answers(site)
        site.ids["handed_out"] = make_handed_out(site.ids["own_outreach"], site.operator).pk
    return sites[0], sites[1]


def make_sentences(release: Release, by: User) -> None:
    """Write a sentence about a release, and show it to a second person; and a recommendation, which was sent."""
    draft = commentary.SentenceDraft(place=("all", ""), texts={"en": "An invented sentence."})
    commentary.write(id=SENTENCE, release=release, draft=draft, by=by)
    shown = commentary.ask(release=release, by=by)
    given = RecommendationDraft(texts={"en": "An invented recommendation."}, to_kind="courts")
    made = recommendations.write(id=RECOMMENDATION, draft=given, by=by)
    step = StepDraft(step="sent", happened_on=date(2008, 1, 7))
    sent = recommendations.note(recommendation=made, version=1, step=step, by=by)
    RecommendationEvent.objects.filter(pk=sent.pk).update(id=RECOMMENDATION)
    ReportText.objects.filter(pk=shown.pk).update(id=REPORT_TEXT)


def make_release(by: User) -> None:
    """Prepare a release of a month in which nobody asked anything; it is of all centres."""
    january = date(2008, 1, 1)
    said = Content(format=1, first="2008-01", last="2008-01", vintage=1, class_below=10, countries=None, tables=[])
    made = keep(first=january, last=january, prepared=Prepared(said, [], Frame.now().kept(), [], ""), by=by)
    Release.objects.filter(pk=made.pk).update(id=RELEASE)
    make_sentences(Release.objects.get(pk=RELEASE), by)
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


def make_entry(by: User) -> None:
    """Put a guide and a sample document in force; they are of all centres."""
    blank = {"name": "worker", "kind": "text", "is_optional": False, "labels": {"en": "Worker"}}
    made: dict[UUID, tuple[str, str, dict[str, Any]]] = {
        ENTRY: ("guide", "An invented text.", {"situation": "work_here"}),
        SAMPLE_DOCUMENT: ("sample", "I, {worker}, invented this.", {"blanks": [blank]}),
    }
    for pk, (kind, body, content) in made.items():
        text = Text(f"An invented {kind}", say="An invented sentence.", body=body)
        entry = ReferenceEntry.objects.create(id=pk, kind=kind, owner=by, number=1)
        draft = EntryDraft("en", {"en": text}, content, is_public=kind == "sample")
        version = version_of(entry, draft, before=None, by=by)
        version.save()
        ReferenceEntry.objects.filter(pk=pk).update(published=version, state=EntryState.PUBLISHED)


def make_answers(site: Site) -> None:
    """Tell a person of the guide, and note a warning sign that they named."""
    enquiry = Enquiry._base_manager.get(pk=site.ids["enquiry"])
    told = GivenAnswer(ENTRY, 1, AnswerWay.TOLD, this_minute())
    answers.note(enquiry=enquiry, said=CallAnswers((told,), (WarningSign.MONEY_FIRST,)), by=site.operator)


def form(canaries: dict[str, str] | None = None) -> dict[str, Any]:
    """Return a filled form of an enquiry."""
    words = canaries or {**dict.fromkeys(("narrative", "callback"), "invented"), "material": ""}
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

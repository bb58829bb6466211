"""One of everything that happens outside, or leaves for there: outreach, searches, violations, letters."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.campaigns.models import Material
from bereg.centres.models import Centre
from bereg.conversations.answering import answer
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Attachment, Thread
from bereg.conversations.receiving import IncomingMessage, begin, go_on
from bereg.dispatch import drafting, sending
from bereg.dispatch.choices import DispatchGround, DispatchKind, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.figure_letters import actions as figure_letters
from bereg.figure_letters.models import FigureLetter
from bereg.figure_letters.wanted import Arrangement, WantedIndicator
from bereg.mailbox.models import QuarantinedLetter
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.outreach import actions as outreach
from bereg.outreach import handing_out, opening
from bereg.outreach.models import HandedOut, OutreachEvent
from bereg.outside_series import actions as outside_series
from bereg.partner_links.choices import LinkStep
from bereg.partner_links.models import PartnerLink
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.referrals import actions as referrals
from bereg.referrals.choices import OutcomeKind
from bereg.referrals.models import ReferralOutcome
from bereg.searches import actions as searches
from bereg.searches import findables
from bereg.searches.choices import Band, MatchState
from bereg.searches.details import Details
from bereg.searches.models import Match
from bereg.vault import actions as vault
from bereg.vault.classes import Holder
from bereg.violations import actions as violations
from bereg.violations.actions import Raised
from bereg.violations.models import CheckRequest, MatterRefusal, NoticeMatter, TrendNotice, Violation
from bereg.violations.texts import Firm
from bereg.web_questions.models import VisitorSession
from bereg.web_questions.sessions import begin as begin_visit
from tests.arguments import OUTSIDE_SERIES
from tests.campaigning import MATERIAL
from tests.told import entry_of


def make_search(enquiry: Enquiry, canaries: dict[str, str], by: User) -> dict[str, UUID]:
    """Begin a search on an enquiry whose person agrees to be found too, and ask. By hand, as both are of one centre."""
    request = searches.RelativesRequest("parent", "details", "agreed", Details((canaries["missed"],), 1984, "TJ"))
    search = searches.begin(id=uuid4(), enquiry=enquiry, request=request, by=by)
    findable = findables.agree(id=uuid4(), enquiry=enquiry, details=Details((canaries["findable"],)), by=by)
    made = Match(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, search=search, search_centre=enquiry.centre)
    made.findable, made.relation, made.band = findable, search.relation, Band.LIKELY
    made.state, made.asked_at, made.asks = MatchState.ASKED, timezone.now(), vault.seal(made, "asks", canaries["asks"])
    made.save(force_insert=True)
    audit.record("search.asked", target=made, by=by, sha256=vault.written_new(made))
    return {"missing": search.pk, "match": made.pk}


def make_thread(centre: Centre, words: str, by: User) -> Thread:
    """Write a letter to a centre, which answers; and write again, which waits."""
    made = Thread(id=uuid4(), centre=centre, source=ThreadSource.MAIL, language="ru")
    first = IncomingMessage(
        words, address=f"{words}@example.org", quoted=words, reference=f"{words}@a", marks="new_sender"
    )
    begin(made, first)
    answer(id=uuid4(), thread=made, version=None, text=words, by=by)
    go_on(made, IncomingMessage(words))
    return Thread._base_manager.select_related("centre").get(pk=made.pk)


def make_visit(thread: Thread) -> VisitorSession:
    """Let a conversation be open in somebody's browser."""
    return begin_visit(thread, vault.ProvenHolder(Holder.RECEIPT, bytes(32))).session


def make_quarantined(centre: Centre, words: str) -> QuarantinedLetter:
    """Let a letter have come that nobody reads here."""
    made = QuarantinedLetter(id=uuid4(), centre=centre, reason=QuarantineReason.TOO_DEEP, bytes=9)
    made.sender = vault.seal(made, "sender", f"{words}@example.org")
    sealed = vault.seal_file(made, "raw", [words.encode()])
    made.raw.save(f"{uuid4()}.sealed", ContentFile(b"".join(sealed)), save=False)
    made.save(force_insert=True)
    audit.record("mail.quarantined", target=made, by=None, sha256=vault.written_file("raw", sealed.sha256))
    return made


def make_attachment(thread: Thread, words: str) -> Attachment:
    """Let a file have come with the first message of a letter."""
    message = thread.messages.order_by("at")[0]
    made = Attachment(id=uuid4(), centre=thread.centre, thread=thread, message=message, type="text/plain", bytes=9)
    made.name, sealed = vault.seal(made, "name", f"{words}.txt"), vault.seal_file(made, "file", [words.encode()])
    made.file.save(f"{uuid4()}.sealed", ContentFile(b"".join(sealed)), save=False)
    made.save(force_insert=True)
    audit.record("thread.came", target=made, by=None, sha256=vault.written_file("file", sealed.sha256))
    return made


def make_violation(enquiry: Enquiry, words: str, by: User) -> Violation:
    """Raise a violation from an enquiry that the user has, with a firm that is named."""
    firm = Firm(name=words, address=f"Onega, {words} 5", doing=words)
    raised = Raised("wages", quarter=date(2008, 1, 1), region="RU-ARK", told_further="agreed", firm=firm)
    return violations.raise_violation(id=uuid4(), enquiry=enquiry, said=raised, by=by)


def make_check(violation: Violation, words: str, by: User) -> CheckRequest:
    """Ask for a check, as the lawyer who has the enquiry would."""
    made = CheckRequest(id=uuid4(), centre=violation.centre, enquiry=violation.enquiry, violation=violation)
    made.guess, made.people_there, made.asked_by = "no", "unknown", by
    for name, sealed in vault.seal_all(made, {"guess_why": words, "people_why": words}).items():
        setattr(made, name, sealed)
    made.save(force_insert=True)
    audit.record("violation.check_asked", target=made, by=by, sha256=vault.written_new(made))
    return made


def make_notice(violation: Violation, by: User) -> TrendNotice:
    """Write a notice about a matter, as one of several."""
    to = entry_of("organisation", f"Invented ministry for {violation.centre.code}", by=by, content={"sort": "state"})
    wanted = drafting.Drafting(DispatchKind.NOTICE, to, DispatchGround.MATTERS, "Several told the same.")
    leaves = drafting.draft(id=uuid4(), centre=violation.centre, enquiry=None, drafting=wanted, by=by)
    codes = {"centre": violation.centre, "kind": violation.kind}
    made = TrendNotice._base_manager.create(
        **codes, region="RU-ARK", quarter=violation.quarter, dispatch=leaves, content_digest=b"", written_by=by
    )
    of_matter = {"centre": violation.centre, "enquiry": violation.enquiry}
    NoticeMatter._base_manager.create(**codes, enquiry=violation.enquiry, notice=made, matter=violation.enquiry_id)
    MatterRefusal._base_manager.create(**of_matter, violation=uuid4())  # of another one, since the person said no
    return made


def body_for(centre: Centre, by: User) -> ReferenceEntry:
    """Return the one body that the directory knows of a centre's region."""
    title = f"Invented body for {centre.code}"
    known = {each.text("en").title: each.entry for each in EntryVersion.objects.filter(entry__kind="organisation")}
    return known.get(title) or entry_of("organisation", title, by=by, content={"sort": "ngo"})


def make_rescue(enquiry: Enquiry, words: str, by: User) -> Dispatch:
    """Let a rescue request leave, and note which partner referred the person to us."""
    body = body_for(enquiry.centre, by)
    referrals.note_partner(enquiry=enquiry, partner=body, came_on=date(2008, 2, 1), is_named=False, by=by)
    return send_rescue(enquiry, body, words, by)


def make_outcome(dispatch: Dispatch, by: User) -> ReferralOutcome:
    """Note that somebody was sheltered."""
    own, left = uuid4(), Dispatch._base_manager.select_related("enquiry__centre", "centre").get(pk=dispatch.pk)
    sheltered = referrals.NewOutcome(OutcomeKind.SHELTERED, date(2008, 2, 2), how_many=1)
    referrals.note_outcome(id=own, dispatch=left, outcome=sheltered, by=by)
    return ReferralOutcome._base_manager.get(pk=own)


def make_dispatch(enquiry: Enquiry, words: str, by: User) -> Dispatch:
    """Draft a referral of an enquiry that the person has."""
    to = body_for(enquiry.centre, by)
    wanted = drafting.Drafting(DispatchKind.REFERRAL, to, DispatchGround.CONSENT, words, carries=["topics"])
    return drafting.draft(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, drafting=wanted, by=by)


def send_rescue(enquiry: Enquiry, to: ReferenceEntry, words: str, by: User) -> Dispatch:
    """Send a rescue request alone, as one person on duty may."""
    why = "An invented reason, long enough."
    wanted = drafting.Drafting(DispatchKind.RESCUE, to, DispatchGround.DANGER, words, reason=why)
    made = drafting.draft(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, drafting=wanted, by=by)
    sending.send_alone(dispatch=made, version=1, sending=sending.Sending(SendingWay.TELEPHONE), by=by)
    return made


def make_partner_link(dispatch: Dispatch, by: User) -> PartnerLink:
    """Store a link for the recipient of a dispatch, which opens nothing as it has no code."""
    made = PartnerLink(centre=dispatch.centre, enquiry=dispatch.enquiry, dispatch=dispatch, made_by=by)
    made.step, made.expires_on = LinkStep.READ, timezone.localdate() + timedelta(days=7)
    made.save(force_insert=True)
    return made


def make_figure_letters(centre: Centre, by: User) -> dict[str, Any]:
    """Set up who gets the published figures, with a letter to sign, and a funder with an indicator."""
    months = {"rhythm": "monthly", "first_month": date(2007, 12, 1), "last_month": date(2008, 1, 1)}
    agreed: dict[str, Any] = {
        **months,
        "covers": "own",
        "due_days": 10,
        "language": "en",
        "template": "An invented letter.",
    }
    agreed |= {"organisation": body_for(centre, by), "looked_after_by": by}
    gets, funder = (
        figure_letters.set_up(id=uuid4(), centre=centre, arrangement=Arrangement(gets=what, **agreed), by=by)
        for what in ("release", "indicators")
    )
    wanted = WantedIndicator("Invented enquiries", "enquiries/total", "", Decimal(30), "period")
    indicator = figure_letters.write_indicator(id=uuid4(), recipient=funder, wanted=wanted, by=by)
    letter = FigureLetter(id=uuid4(), centre=centre, recipient=gets, **gets.columns())
    letter.text, letter.drafted_by = "An invented letter.", by
    letter.first_month = letter.last_month = agreed["first_month"]
    letter.save(force_insert=True)
    return {
        "figures_recipient": gets.pk,
        "funder": funder.pk,
        "indicator": indicator.pk,
        "figure_letter": letter.pk,
        "owed_letter": (gets.pk, "2008-01"),
        "letter_file": (letter.pk, "letter.pdf"),
    }


def make_outreach(enquiry: Enquiry, by: User) -> dict[str, UUID]:
    """Note a seminar, and that an enquiry was opened there."""
    details = outreach.OutreachDetails(
        enquiry.centre, "seminar", date(2008, 1, 15), "school", place="Invented school", reached={"students": 30}
    )
    event = outreach.record(id=uuid4(), details=details, by=by)
    return {"own_outreach": event.pk, "opened_there": opening.note_opened(event=event, enquiry=enquiry, by=by).pk}


def make_handed_out(event: UUID, by: User) -> HandedOut:
    """Hand the leaflet of the campaign out at an event."""
    found = OutreachEvent.objects.get(pk=event)
    leaflet = Material.objects.get(pk=MATERIAL)
    return handing_out.hand_out(id=uuid4(), event=found, material=leaflet, copies=10, left_over=0, by=by)


def make_outside_series(by: User) -> None:
    """Set up what another body counts, with a value."""
    details = outside_series.SeriesDetails({"en": "Invented permits"}, "An invented service", "permits", "month")
    made = outside_series.set_up(id=OUTSIDE_SERIES, details=details, by=by)
    source = outside_series.SourceDetails("An invented report", date(2008, 2, 1))
    outside_series.take(series=made, source=source, values={date(2008, 1, 1): 9}, by=by)

"""What is typed of something that leaves, and of what comes back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.core.forms import NO_DATE
from bereg.directory.referring import warning_of
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import (
    GROUNDS,
    WITH_REASON,
    Deletion,
    DispatchGround,
    DispatchKind,
    DispatchResult,
    RecipientAnswer,
    SendingWay,
    answered_within,
)
from bereg.dispatch.composing import LEAST, carried_choices
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.findings import known_of, stops_nobody
from bereg.dispatch.hindrances import has_sealed_file, ways_to
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import recipients
from bereg.emergency_access.break_glass import LEAST_REASON, MOST_REASON, says_enough
from bereg.enquiries.forms import LONGEST_TEXT
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.redaction.forms import FindingsField
from bereg.redaction.judging import FindingDecision, carried_over
from bereg.reference.models import ReferenceEntry
from bereg.vault.classes import Verdict

# What is written from the page of an enquiry; rooms above write the other kinds.
OF_ENQUIRIES = (
    DispatchKind.REFERRAL,
    DispatchKind.RESCUE,
    DispatchKind.EXPORT,
    DispatchKind.COURT,
    DispatchKind.OTHER,
)
MOST_SHOWN = 1_000  # recipients in the list that the field offers


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": NO_DATE}, **more)


def words_field(label: Any, rows: int, *, most: int = MOST_REASON, key: str = "", **more: Any) -> forms.CharField:
    """Return a field for a text of several lines."""
    attrs = {"rows": rows, "dir": "auto", **({"data-key": key} if key else {})}
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs=attrs), **more)


def title_of(entry: ReferenceEntry, language: str) -> str:
    """Return what a recipient is called."""
    return entry.published.text(language).title if entry.published else str(entry)


def names_offered() -> list[str]:
    """Return the names of organisations and services that a field for one offers."""
    return sorted({title for each in recipients()[:MOST_SHOWN] for title in titles_of(each)})


def recipient_named(typed: str, stands: ReferenceEntry | None = None) -> ReferenceEntry:
    """Find an organisation or a service of the directory by its name. Raise ValidationError.

    stands: what is noted already, which keeps its name though it left the directory since.
    """
    if stands and typed.strip() in titles_of(stands):
        return stands
    found = [each for each in recipients() if typed.strip() in titles_of(each)]
    if len(found) == 1:
        return found[0]
    if found:
        raise forms.ValidationError(
            _("Several have this name: write the right one with more of its name in the directory first.")
        )
    raise forms.ValidationError(_("There is nothing of this name in the directory: choose from what the field offers."))


class DispatchForm(forms.Form):
    """To whom, on what ground, and exactly which words."""

    kind = forms.ChoiceField(label=_("What it is"), choices=[])
    to = forms.CharField(
        label=_("To whom"),
        help_text=_("An organisation or a service of the directory: type a part of its name and choose."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "recipients", "autocomplete": "off", "data-key": "Alt+KeyT"}),
    )
    ground = forms.ChoiceField(label=_("On what ground"), choices=DispatchGround.choices, widget=forms.RadioSelect)
    agreed_until = day_field(
        _("The person agreed until"), required=False, help_text=_("Leave it empty if no end was agreed.")
    )
    reason = words_field(
        _("The reason"),
        3,
        required=False,
        help_text=_("Where nobody agreed: the danger, why it is best for the child, or the number of the order."),
    )
    despite = words_field(
        _("Why to this recipient all the same"),
        2,
        required=False,
        help_text=_("Only where the directory says not to refer anybody there."),
    )
    chosen = forms.MultipleChoiceField(
        label=_("What of the enquiry goes along"),
        help_text=_(
            "As little as will do, and nothing that the person has not agreed to. "
            "What is ticked goes as codes into a sealed file, too, whatever you change in the words below."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    content = words_field(
        _("Exactly this leaves"),
        12,
        most=LONGEST_TEXT,
        key="Alt+KeyN",
        required=False,
        help_text=_("Written from what is ticked above; change it until every word may leave."),
    )
    findings = FindingsField(
        help_text=_("Looked for in the words above. In danger to life nothing has to be decided here.")
    )
    not_before = day_field(
        _("Not before"), required=False, help_text=_("If it must wait, such as until the wages are paid.")
    )

    def __init__(
        self, *args: Any, centre: Centre, enquiry: Enquiry | None, person: User, kinds: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.centre, self.enquiry, own = centre, enquiry, self._own()
        self.decided: dict[str, str] = {}
        own["kind"].choices = [(code, DispatchKind(code).label) for code in kinds]
        if enquiry is None or DispatchKind.SEARCH in kinds:
            del own["chosen"]
        else:
            own["chosen"].choices = carried_choices(enquiry, person)
            own["chosen"].initial = own["chosen"].initial or list(LEAST)
        possible = {ground for kind in kinds for ground in GROUNDS[DispatchKind(kind)]}
        if enquiry is None or enquiry.consent != Consent.YES:
            possible.discard(DispatchGround.CONSENT)
        own["ground"].choices = [each for each in DispatchGround.choices if each[0] in possible]
        content = _one_line_break(str(self["content"].value() or ""))
        # What the matter holds is opened, and that is written down: only where something is to be looked at.
        self.known = known_of(enquiry, person) if content.strip() else ()
        own["findings"].show(content, known=self.known)
        if len(kinds) > 1 and not self.is_bound:
            own["kind"].widget.attrs["autofocus"] = True

    def _own(self) -> dict[str, Any]:
        return self.fields

    def offered(self) -> list[str]:
        """Return the names of the recipients that the field offers."""
        return names_offered()

    def clean_content(self) -> str:
        """Keep one kind of line break."""
        return _one_line_break(self.cleaned_data["content"])

    def clean_to(self) -> ReferenceEntry:
        """Find the recipient by its name."""
        return recipient_named(self.cleaned_data["to"])

    def clean(self) -> dict[str, Any]:
        """Demand what each ground asks for, and a reason where the directory warns."""
        typed = self.cleaned_data
        kind, ground = typed.get("kind"), typed.get("ground")
        if kind and ground and DispatchGround(ground) not in GROUNDS[DispatchKind(kind)]:
            self.add_error("ground", _("This cannot leave on that ground: choose another one."))
        if ground and DispatchGround(ground) in WITH_REASON and not says_enough(typed.get("reason", "")):
            too_short = _("Write at least %(least)d characters, in a few words of your own.") % {"least": LEAST_REASON}
            self.add_error("reason", too_short)
        if typed.get("agreed_until") and typed["agreed_until"] < today_at(self.centre):
            self.add_error("agreed_until", _("That day is over: ask the person once more."))
        in_danger, decisions = stops_nobody(kind or "", ground or ""), typed.get("findings") or {}
        kept = {key: each for key, each in decisions.items() if not (in_danger and each == FindingDecision.REMOVE)}
        self.decided = carried_over(typed.get("content") or "", kept, known=self.known)
        if not in_danger:  # there the words are what saves, and no minute is to be lost
            typed["content"] = self._own()["findings"].look_at(self, "content", known=self.known)
        recipient = typed.get("to")
        if recipient and warning_of(recipient) and not says_enough(typed.get("despite", "")):
            words = _("The directory says not to refer there: %(why)s. Write why all the same, or choose another.")
            self.add_error("despite", words % {"why": warning_of(recipient)})
        return typed

    def drafting(self) -> Drafting:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return Drafting(
            kind=DispatchKind(typed["kind"]),
            recipient=typed["to"],
            ground=DispatchGround(typed["ground"]),
            content=typed["content"],
            reason=_one_line_break(typed["reason"]),
            despite=_one_line_break(typed["despite"]),
            agreed_until=typed["agreed_until"],
            not_before=typed["not_before"],
            carries=typed.get("chosen", ()),
            decisions=self.decided,
        )


def _one_line_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def titles_of(entry: ReferenceEntry) -> set[str]:
    version = entry.published
    return {str(each["title"]).strip() for each in version.texts.values() if each.get("title")} if version else set()


class DispatchActForm(forms.Form):
    """A form on the page of a dispatch, where several stand: each has ids of its own."""

    name = ""

    def __init__(self, typed: Any = None, *, dispatch: Dispatch, language: str) -> None:
        super().__init__(typed, auto_id=f"{self.name}_%s")
        self.dispatch, self.language = dispatch, language
        self.today = today_at(dispatch.centre)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the dispatch."""

    def not_over(self, field: str) -> None:
        """Refuse a day that is over."""
        day = self.cleaned_data.get(field)
        if day and day < self.today:
            self.add_error(field, _("That day is over already."))


class SendForm(DispatchActForm):
    """How it leaves, and by when an answer is waited for."""

    name = "send"
    way = forms.ChoiceField(label=_("How it leaves"), choices=SendingWay.choices)
    reply_due = day_field(_("Answer expected by"), required=False)

    def prepare(self) -> None:
        """Show how the recipient can be reached, the first known way first."""
        own: Any = self.fields
        known = ways_to(self.dispatch.recipient, self.language)
        ways = [each for each in SendingWay.choices if each[0] != SendingWay.FILE or has_sealed_file(self.dispatch)]
        own["way"].choices = [(code, f"{label}: {known[code]}") for code, label in ways if code in known] + [
            (code, label) for code, label in ways if code not in known
        ]
        own["reply_due"].initial = self.today + answered_within(self.dispatch.kind)

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is over."""
        self.not_over("reply_due")
        return self.cleaned_data


class RemindForm(DispatchActForm):
    """By when the answer is waited for after a reminder."""

    name = "remind"
    reply_due = day_field(_("Answer expected by"))

    def prepare(self) -> None:
        """Offer another week."""
        self.fields["reply_due"].initial = self.today + dt.timedelta(days=7)

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is over."""
        self.not_over("reply_due")
        return self.cleaned_data


class ReplyForm(DispatchActForm):
    """What the recipient answered."""

    name = "reply"
    answer = forms.ChoiceField(label=_("The answer"), choices=[("", "—"), *RecipientAnswer.choices])
    text = words_field(_("What they did, or say"), 4, most=LONGEST_TEXT, required=False)
    reply_due = day_field(
        _("Next word expected by"), required=False, help_text=_("Leave it empty if nothing more is waited for.")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is over, and a refusal without its reason."""
        self.not_over("reply_due")
        typed = self.cleaned_data
        if typed.get("answer") == RecipientAnswer.DECLINED and not typed.get("text", "").strip():
            self.add_error("text", _("Write why they declined: whom to ask next depends on it."))
        return typed

    def reply(self) -> Reply:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return Reply(RecipientAnswer(typed["answer"]), _one_line_break(typed["text"]), typed["reply_due"])


class EndForm(DispatchActForm):
    """What came of it."""

    name = "end"
    result = forms.ChoiceField(label=_("What came of it"), choices=[("", "—"), *DispatchResult.choices])


class DeletionForm(DispatchActForm):
    """What the recipient says of deleting it."""

    name = "deletion"
    deletion = forms.ChoiceField(
        label=_("Deleting it"), choices=[("", "—"), *(each for each in Deletion.choices if each[0] != Deletion.TO_ASK)]
    )


class ReviewForm(DispatchActForm):
    """Whether it was needed that one person sent it."""

    name = "review"
    verdict = forms.ChoiceField(label=_("Your verdict"), choices=[("", "—"), *Verdict.choices])

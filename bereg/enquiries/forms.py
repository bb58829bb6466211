"""What somebody types about a matter: consent, the answers of any questionnaire, topics, texts."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.core.shared_choices import SharedChoices
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import PROMISING, Consent, Outcome, Urgency
from bereg.enquiries.registration import Matter
from bereg.enquiries.texts import TEXTS, TYPED_ANSWERS, Opened
from bereg.questionnaire.answers import DECLINED, UNANSWERED, UNKNOWN, Answers
from bereg.questionnaire.form import Form
from bereg.questionnaire.form_cache import once
from bereg.questionnaire.questions import CLOSED, TOPIC, Question, QuestionKind

ANSWER = "a-"  # before the name of the question: what was answered
STATE = "s-"  # ... declined or unknown, where the answer is not one of radio buttons
UNOPENED, REPLACES = "unopened", "replace"  # texts that stand and cannot be opened; those of them to write over
TYPED = {QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.TEXT, QuestionKind.DATE}
TYPED |= {QuestionKind.TIME, QuestionKind.MOMENT}  # sealed, each
ASKED = TYPED | CLOSED
LONGEST_TEXT = 100_000
LONGEST_ANSWER = 1_000
LONGEST_TOPICS = 500
OVERWRITES = _("What stands here cannot be opened. Say on the page that this replaces it, or take it out.")


def questions_of(questionnaire: Form) -> Iterator[Question]:
    """Return the questions that a person answers; the topics stand apart."""
    return (each for name, each in questionnaire.questions.items() if each.kind in ASKED and name != TOPIC)


def fields_of(enquiry: Enquiry, questionnaire: Form, texts: Opened) -> dict[str, list[str]]:
    """Return a stored matter, its texts opened, as the fields of its form."""
    fields = {
        "consent": [enquiry.consent],
        "topics": enquiry.topics.split(),
        "narrative": [texts.narrative],
        "call_back": [texts.call_back],
        "outcome": [enquiry.outcome],
        "urgency": [enquiry.urgency],
        "version": [str(enquiry.version)],
        UNOPENED: sorted(texts.closed),
    }
    answers = enquiry.answers | texts.typed
    for question in questions_of(questionnaire):
        fields |= _answer_fields(question, answers.get(question.name, ""))
    return fields


def unopened_in(fields: Any) -> frozenset[str]:
    """Return which stored texts a form was shown without, as they could not be opened, and is not to replace."""
    return frozenset(fields.getlist(UNOPENED)) & frozenset(TEXTS) - frozenset(fields.getlist(REPLACES))


def answers_in(fields: Any, questionnaire: Form) -> Answers:
    """Read the answers out of a form's fields as they were typed, valid or not; the topics too, if there are any.

    Whether a question is shown may depend on the topics.
    """
    typed = {TOPIC: " ".join(fields.getlist("topics"))} if fields.getlist("topics") else {}
    for question in questions_of(questionnaire):
        values = [value.strip() for value in fields.getlist(ANSWER + question.name)]
        answer = " ".join(filter(None, values)) or fields.get(STATE + question.name, "")
        if answer:
            typed[question.name] = answer
    return typed


class MatterForm(forms.Form):
    """The matter's part of a form, for whatever questionnaire is published. Nothing is obligatory."""

    consent = forms.ChoiceField(choices=SharedChoices(Consent), required=False, label=_("Consent to keep the answers"))
    narrative = forms.CharField(required=False, max_length=LONGEST_TEXT, label=_("The matter and our answer"))
    call_back = forms.CharField(required=False, max_length=LONGEST_ANSWER, label=_("How to reach the person"))
    outcome = forms.ChoiceField(
        choices=SharedChoices([("", _("not noted")), *Outcome.choices]), required=False, label=_("Outcome")
    )
    urgency = forms.ChoiceField(choices=SharedChoices(Urgency), required=False, label=_("Urgency"))

    def __init__(self, *args: Any, questionnaire: Form, country: str, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire, self.country, self.now = questionnaire, country, now
        self.kept: Answers = {}  # of those that were typed, after is_valid()
        self.fields.update(_fields_of(questionnaire))

    @property
    def answers(self) -> Answers:
        """Return the answers as they were typed, valid or not."""
        return answers_in(self.data, self.questionnaire)

    def clean_narrative(self) -> str:
        """Keep one kind of line break."""
        return _one_line_break(self.cleaned_data["narrative"])

    def clean_topics(self) -> list[str]:
        """Refuse more topics than can be stored."""
        topics: list[str] = self.cleaned_data["topics"]
        if len(" ".join(topics)) > LONGEST_TOPICS - 2:
            raise forms.ValidationError(_("These are too many topics: keep the most important ones."))
        return topics

    def clean(self) -> dict[str, Any]:
        """Ask the questionnaire what is wrong; what will not be kept need not be right."""
        cleaned = self.cleaned_data
        if cleaned.get("consent") != Consent.YES:
            for name in [name for name in self.errors if name not in {"consent", "topics"}]:
                del self.errors[name]
            return cleaned
        readable = {name: answer for name, answer in self._normal_answers().items() if ANSWER + name not in self.errors}
        self._refuse_to_overwrite()
        checked = self.questionnaire.checked(readable, home_country=self.country, now=self.now)
        self.kept = {name: answer for name, answer in checked.kept.items() if name != TOPIC}
        for name, problem in checked.problems.items():
            if name != TOPIC:
                self.add_error(ANSWER + name, problem)
        return cleaned

    def forgets_something(self) -> bool:
        """Tell whether to ask once more, as something that is typed will not be kept. After is_valid().

        Where nobody has said yes or no, that is anything; after a no, what somebody would rely on.
        """
        if self.is_declined:
            return self._is_relied_on()
        consent = self.cleaned_data["consent"] or Consent.NOT_ASKED
        return consent == Consent.NOT_ASKED and self._has_answers()

    @property
    def is_declined(self) -> bool:
        """Tell whether the person said no. Read it after is_valid()."""
        return bool(self.cleaned_data["consent"] == Consent.NO)

    def says_something(self) -> bool:
        """Tell whether anything is noted: consent asked for, a topic, an answer, a text. After is_valid()."""
        asked = (self.cleaned_data["consent"] or Consent.NOT_ASKED) != Consent.NOT_ASKED
        return asked or bool(self.cleaned_data["topics"]) or self._has_answers()

    def _has_answers(self) -> bool:
        texts = (self.data.get(name, "").strip() for name in ("narrative", "outcome"))
        return any(texts) or self._is_relied_on() or bool(self.answers.keys() - {TOPIC})

    def _is_relied_on(self) -> bool:
        """Tell whether something was promised, or how to reach the person or an urgency is typed."""
        promised = self.data.get("outcome", "") in PROMISING
        urgent = self.data.get("urgency", "") not in {"", Urgency.NORMAL}
        return promised or urgent or bool(self.data.get("call_back", "").strip())

    def matter(self) -> Matter:
        """Return what is to be stored. Call only after is_valid()."""
        typed = self.cleaned_data
        consent = Consent(typed["consent"] or Consent.NOT_ASKED)
        if consent != Consent.YES:
            return Matter(consent=consent, topics=tuple(typed["topics"]))
        return Matter(
            consent=consent,
            topics=tuple(typed["topics"]),
            answers=self.kept,
            narrative=typed["narrative"],
            call_back=_one_line_break(typed["call_back"]),
            outcome=typed["outcome"],
            urgency=Urgency(typed["urgency"] or Urgency.NORMAL),
        )

    def _refuse_to_overwrite(self) -> None:
        """Let nobody write over a text that they could not read, unless they say so."""
        for name in unopened_in(self.data):
            typed = [ANSWER + each.name for each in questions_of(self.questionnaire) if each.kind in TYPED]
            for field in typed if name == TYPED_ANSWERS else [name]:
                if self.data.get(field, "").strip():
                    self.add_error(field, OVERWRITES)

    def _normal_answers(self) -> Answers:
        """Return the answers that Django's fields could read, each in one form whatever the language."""
        topics = self.cleaned_data.get("topics")
        answers = {TOPIC: " ".join(topics)} if topics else {}
        for question in questions_of(self.questionnaire):
            value = self.cleaned_data.get(ANSWER + question.name)
            answer = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            answer = answer or self.cleaned_data.get(STATE + question.name, "")
            if answer:
                answers[question.name] = answer
        return self.questionnaire.spelled(answers)


def _answer_fields(question: Question, answer: str) -> dict[str, list[str]]:
    name = question.name
    if question.kind == QuestionKind.SELECT_ONE:
        return {ANSWER + name: [answer]}
    if answer in UNANSWERED:
        return {ANSWER + name: [], STATE + name: [answer]}
    several = question.kind == QuestionKind.SELECT_MULTIPLE
    return {ANSWER + name: answer.split() if several else [answer], STATE + name: [""]}


@once
def _fields_of(questionnaire: Form) -> dict[str, forms.Field]:
    """Return the fields of the topics and the answers; building them took most of the time of saving a form."""
    fields = {"topics": _topics_field(questionnaire)}
    for question in questions_of(questionnaire):
        fields[ANSWER + question.name] = _answer_field(question)
        if question.kind != QuestionKind.SELECT_ONE:
            fields[STATE + question.name] = forms.ChoiceField(
                choices=[(code, code) for code in sorted(UNANSWERED)], required=False, label=question.label()
            )
    return fields


def _answer_field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"required": False, "label": question.label()}
    codes = [(choice.code, choice.label()) for choice in question.choices]
    match question.kind:
        case QuestionKind.SELECT_ONE:
            return forms.ChoiceField(choices=[*codes, (DECLINED, DECLINED), (UNKNOWN, UNKNOWN)], **common)
        case QuestionKind.SELECT_MULTIPLE:
            return forms.MultipleChoiceField(choices=codes, **common)
        case QuestionKind.INTEGER:
            return forms.IntegerField(min_value=-(10**9), max_value=10**9, **common)
        case QuestionKind.DECIMAL:
            return forms.DecimalField(max_digits=20, decimal_places=6, **common)
        case QuestionKind.DATE:
            return forms.DateField(
                error_messages={"invalid": _("There is no such date. Write it like 2008-02-14.")}, **common
            )
        case _:
            return forms.CharField(max_length=LONGEST_ANSWER, **common)


def _topics_field(questionnaire: Form) -> forms.Field:
    topic = questionnaire.questions.get(TOPIC)
    choices = [(choice.code, choice.label()) for choice in topic.choices] if topic else []
    return forms.MultipleChoiceField(choices=choices, required=False, label=topic.label() if topic else _("Topics"))


class EntryForm(forms.Form):
    """What is noted of a further contact. It may be empty: then the contact alone is recorded."""

    said = forms.CharField(required=False, max_length=LONGEST_TEXT, label=_("What was said and answered"))

    def clean_said(self) -> str:
        """Keep one kind of line break."""
        return _one_line_break(self.cleaned_data["said"])


def _one_line_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

"""The codes that each target of a mapping knows, with their labels in every language."""

from collections.abc import Mapping as Pairs

from django.db.models import TextChoices

from bereg.contacts.channels import Anonymous, Channel, Direction
from bereg.contacts.dispositions import Disposition
from bereg.contacts.languages import Language
from bereg.enquiries.outcomes import Consent
from bereg.importing.values import NOT_ASKED, Table, fold
from bereg.questionnaire.answers import DECLINED, UNKNOWN
from bereg.questionnaire.form import Form, Question, QuestionKind

TOPIC = "topic"
CHOSEN = {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}
NUMBERS = {QuestionKind.INTEGER, QuestionKind.DECIMAL}
WRITTEN = {QuestionKind.TEXT, QuestionKind.DATE}
FILLED_IN = CHOSEN | NUMBERS | WRITTEN

# Code to labels; the code itself counts as one.
Vocabulary = dict[str, tuple[str, ...]]

ENUMERATIONS: dict[str, type[TextChoices]] = {
    "contact.channel": Channel,
    "contact.direction": Direction,
    "contact.anonymous": Anonymous,
    "contact.disposition": Disposition,
    "contact.language": Language,
    "consent": Consent,
}
# Consent that was withdrawn belongs to an enquiry that stands here already.
EXCEPT = {"consent": {Consent.WITHDRAWN.value}}


def question_of(form: Form, target: str) -> Question | None:
    """Return the question that a target feeds, if it feeds one."""
    name = TOPIC if target == "topics" else target.removeprefix("answers.")
    question = form.questions.get(name) if target == "topics" or name != target else None
    return question if question and question.kind in FILLED_IN else None


def vocabulary(target: str, form: Form, lines: Pairs[str, str]) -> Vocabulary | None:
    """Return the codes of a target; None where it takes no codes. lines: the slug of each line to its name."""
    if target in ENUMERATIONS:
        hidden = EXCEPT.get(target, set())
        return {code: (code, str(label)) for code, label in ENUMERATIONS[target].choices if code not in hidden}
    if target == "contact.line":
        return {slug: (slug, name) for slug, name in lines.items()}
    question = question_of(form, target)
    if not question or question.kind not in CHOSEN:
        return None
    return {choice.code: (choice.code, *choice.labels.values()) for choice in question.choices}


def silent_codes(target: str, form: Form) -> tuple[str, ...]:
    """Return the codes that a mapping may give to a value that is no answer."""
    if target.startswith("answers.") and question_of(form, target):
        return (NOT_ASKED, DECLINED, UNKNOWN)
    return (NOT_ASKED,)


def table_of_labels(words: Vocabulary, split: str) -> Table:
    """Make the table of a column that holds our own codes or labels. A label of two codes means neither."""
    codes_of: dict[str, set[str]] = {}
    for code, labels in words.items():
        for label in labels:
            codes_of.setdefault(fold(label), set()).add(code)
    pairs = [(label, tuple(codes)) for label, codes in codes_of.items() if len(codes) == 1]
    return Table.of(pairs, split)

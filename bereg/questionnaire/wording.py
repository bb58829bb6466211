"""Answers and topics in words of the page's language."""

from django.utils.translation import gettext_lazy as _

from bereg.questionnaire.answers import DECLINED, UNKNOWN
from bereg.questionnaire.form import Form
from bereg.questionnaire.form_cache import once
from bereg.questionnaire.questions import CLOSED, TOPIC, Question

WITHOUT_ANSWER = {"": _("not asked"), DECLINED: _("declined"), UNKNOWN: _("does not know")}


def answer_text(question: Question, answer: str) -> str:
    """Return a stored answer in words of the page's language."""
    if answer in WITHOUT_ANSWER:
        return str(WITHOUT_ANSWER[answer])
    if question.kind not in CLOSED:
        return answer
    choices = ((code, question.choice(code)) for code in answer.split())
    return ", ".join(choice.label() if choice else code for code, choice in choices)


def topic_texts(questionnaire: Form, topics: str) -> list[str]:
    """Return stored topics in words of the page's language."""
    labels = _topic_labels(questionnaire)
    return [labels.get(code, code) for code in topics.split()]


@once
def _topic_labels(questionnaire: Form) -> dict[str, str]:
    topic = questionnaire.questions.get(TOPIC)
    without = {code: str(text) for code, text in WITHOUT_ANSWER.items()}
    return {choice.code: choice.label() for choice in topic.choices} | without if topic else {}

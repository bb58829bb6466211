"""What a questionnaire may ask for at most, so that figures can still be made once it is published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.counting.code_lists import ever_published
from bereg.counting.codes import MOST_TOPICS, TOPIC, Codes
from bereg.questionnaire.form import Form
from bereg.questionnaire.problems import Problem


def problems(form: Form) -> Iterator[Problem]:
    """Yield why it may not be published: a topic keeps its number for good, and the facts have bits for so many."""
    taken = {*Codes().numbers(TOPIC), *(code for each in ever_published() for code in _topics(each))}
    new = [code for code in _topics(form) if code not in taken]
    if new and len(taken) + len(new) > MOST_TOPICS:
        text = _(
            "the figures tell %(most)s topics apart, over every version that any centre ever had; taken: %(taken)s,"
            " new here: %(new)s. Keep the codes of before where the meaning is the same, or ask for fewer topics"
        )
        yield Problem("choices", 0, text % {"most": MOST_TOPICS, "taken": len(taken), "new": len(new)})


def _topics(form: Form) -> tuple[str, ...]:
    topic = form.questions.get(TOPIC)
    return topic.codes() if topic else ()

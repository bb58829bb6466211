"""The forms that an answer can take.

Answers are a mapping from a question's name to a code; several codes are separated by a space. A question that
was not asked is absent. Two codes are reserved in every question.
"""

DECLINED = "declined"
UNKNOWN = "unknown"  # the person does not know
UNANSWERED = frozenset({DECLINED, UNKNOWN})
RESERVED = UNANSWERED | {"not_asked"}

Answers = dict[str, str]

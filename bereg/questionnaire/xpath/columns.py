"""The columns of a list of choices, which an expression of `choice_filter` names without any sign."""

from collections.abc import Collection
from itertools import pairwise

from bereg.questionnaire.xpath.tokens import TokenKind, tokens_of

COLUMN = "choice:"  # before the name of a column, as no question can be called


def with_columns(expression: str, columns: Collection[str]) -> str:
    """Write `state = ${region}` as `${choice:state} = ${region}`. Raise ExpressionError."""
    tokens = tokens_of(expression)
    parts = []
    for token, after in pairwise(tokens):
        written = expression[token.at : after.at] if after.kind is not TokenKind.END else expression[token.at :]
        if token.kind is TokenKind.NAME and token.text in columns and after.text != "(":
            written = f"${{{COLUMN}{token.text}}}{written[len(token.text) :]}"
        parts.append(written)
    return "".join(parts)

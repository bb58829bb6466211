"""Expressions of a questionnaire: an XPath 1.0 subset with the OpenRosa functions, without any use of eval."""

from bereg.questionnaire.xpath.columns import COLUMN, with_columns
from bereg.questionnaire.xpath.evaluator import EvaluationContext, evaluate
from bereg.questionnaire.xpath.functions import FUNCTIONS
from bereg.questionnaire.xpath.syntax import both, parse
from bereg.questionnaire.xpath.tokens import ExpressionError
from bereg.questionnaire.xpath.tree import Node, references, uses_own_value
from bereg.questionnaire.xpath.values import Value, to_boolean, to_number, to_string

__all__ = [
    "COLUMN",
    "FUNCTIONS",
    "EvaluationContext",
    "ExpressionError",
    "Node",
    "Value",
    "both",
    "evaluate",
    "parse",
    "references",
    "to_boolean",
    "to_number",
    "to_string",
    "uses_own_value",
    "with_columns",
]

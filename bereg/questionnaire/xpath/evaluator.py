"""Evaluating an expression. It never fails: what was wrong with an expression was said when the form was checked."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bereg.questionnaire.xpath.functions import FUNCTIONS
from bereg.questionnaire.xpath.tree import Call, Chain, Literal, Negative, Node, Own, Reference
from bereg.questionnaire.xpath.values import Value, to_boolean, to_moment, to_number, to_string


@dataclass(frozen=True)
class EvaluationContext:
    """What an expression may read. An answer that is missing is an empty text."""

    values: Mapping[str, Value]
    now: dt.datetime
    own: Value = ""


def evaluate(node: Node, scope: EvaluationContext) -> Value:
    """Return the value of an expression."""
    match node:
        case Literal(value=value):
            return value
        case Reference(name=name):
            return scope.values.get(name, "")
        case Own():
            return scope.own
        case Negative(operand=operand):
            return -to_number(evaluate(operand, scope))
        case Call():
            return _call(node, scope)
        case Chain():
            return _chain(node, scope)


def _chain(chain: Chain, scope: EvaluationContext) -> Value:
    if chain.operators[0] == "or":
        return any(to_boolean(evaluate(each, scope)) for each in chain.operands)
    if chain.operators[0] == "and":
        return all(to_boolean(evaluate(each, scope)) for each in chain.operands)
    value = evaluate(chain.operands[0], scope)
    for operator, operand in zip(chain.operators, chain.operands[1:], strict=True):
        value = _OPERATORS[operator](value, evaluate(operand, scope))
    return value


def _call(call: Call, scope: EvaluationContext) -> Value:
    if call.name == "if":
        condition, if_true, if_false = call.arguments
        return evaluate(if_true if to_boolean(evaluate(condition, scope)) else if_false, scope)
    if call.name == "once":
        return scope.own if to_string(scope.own) else evaluate(call.arguments[0], scope)
    arguments = [evaluate(each, scope) for each in call.arguments]
    match call.name:
        case "today":
            return scope.now.date()
        case "now":
            return scope.now
        case "string-length":
            return float(len(to_string(arguments[0] if arguments else scope.own)))
    compute = FUNCTIONS[call.name].compute
    assert compute is not None, call.name  # noqa: S101
    return compute(*arguments)


def _equal(left: Value, right: Value) -> bool:
    # XPath 1.0, section 3.4: booleans win over numbers, numbers over texts.
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return to_string(left) == to_string(right)


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    def ordered(left: Value, right: Value) -> bool:
        if isinstance(left, dt.date) or isinstance(right, dt.date):
            left, right = _as_moment(left, right), _as_moment(right, left)
        return compare(to_number(left), to_number(right))

    return ordered


def _as_moment(value: Value, beside: Value) -> Value:
    """Read a text beside a date as a date, so that `. > '2008-01-01'` means what it says."""
    if not isinstance(value, str):
        return value
    return to_moment(value, beside.tzinfo if isinstance(beside, dt.datetime) else None) or value


def _divided(left: float, right: float) -> float:
    if right:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """Return the remainder with the sign of the first number, as ECMAScript has it."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return math.nan


def _arithmetic(compute: Callable[[float, float], float]) -> Callable[[Value, Value], float]:
    return lambda left, right: compute(to_number(left), to_number(right))


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "+": _arithmetic(lambda left, right: left + right),
    "-": _arithmetic(lambda left, right: left - right),
    "*": _arithmetic(lambda left, right: left * right),
    "div": _arithmetic(_divided),
    "mod": _arithmetic(_remainder),
}

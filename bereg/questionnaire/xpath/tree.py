"""An expression as a frozen tree, and what it reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Literal:
    """A number or a text as written."""

    value: float | str


@dataclass(frozen=True)
class Reference:
    """Another question's answer: ${name}."""

    name: str


@dataclass(frozen=True)
class Own:
    """The question's own answer: a dot."""


@dataclass(frozen=True)
class Chain:
    """Operands of one level of precedence, from left to right; `operators` has one fewer."""

    operators: tuple[str, ...]
    operands: tuple["Node", ...]


@dataclass(frozen=True)
class Negative:
    """A number with its sign changed."""

    operand: "Node"


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node = Literal | Reference | Own | Chain | Negative | Call


def references(node: Node) -> frozenset[str]:
    """Return the names of the questions that an expression reads."""
    return frozenset(each.name for each in _nodes(node) if isinstance(each, Reference))


def uses_own_value(node: Node) -> bool:
    """Tell whether an expression reads the question's own answer."""
    return any(isinstance(each, Own) or each == Call("string-length", ()) for each in _nodes(node))


def _nodes(node: Node) -> list[Node]:
    match node:
        case Chain(operands=below) | Call(arguments=below):
            return [node, *(deeper for each in below for deeper in _nodes(each))]
        case Negative(operand=operand):
            return [node, *_nodes(operand)]
        case _:
            return [node]

"""Parsing an expression into a frozen tree."""

from functools import lru_cache

from django.utils.translation import gettext as _

from bereg.questionnaire.xpath.functions import FUNCTIONS
from bereg.questionnaire.xpath.patterns import PatternError, compile_pattern
from bereg.questionnaire.xpath.tokens import ExpressionError, Token, TokenKind, tokens_of
from bereg.questionnaire.xpath.tree import Call, Chain, Literal, Negative, Node, Own, Reference

# Deep enough for every real form, and far from Python's own limit of recursion.
DEEPEST = 40

# Weakest first; XPath 1.0, section 3.5: all of them bind from left to right.
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)


@lru_cache(maxsize=1_000)
def parse(text: str) -> Node:
    """Parse an expression. Raise ExpressionError with the reason and the remedy."""
    parser = _Parser(tokens_of(text))
    tree = parser.level(0)
    parser.expect_end()
    return tree


def both(one: str, other: str) -> str:
    """Return the expression that holds where both do; an empty one holds always."""
    return f"({one}) and ({other})" if one and other else one or other


class _Parser:
    """Recursive descent; one method a rule of the grammar."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def level(self, number: int) -> Node:
        """Parse operands of one level of precedence."""
        if number == len(_LEVELS):
            return self._signed()
        operands = [self.level(number + 1)]
        operators = []
        while self._is_operator(_LEVELS[number]):
            operators.append(self._take().text)
            operands.append(self.level(number + 1))
        return Chain(tuple(operators), tuple(operands)) if operators else operands[0]

    def expect_end(self) -> None:
        """Refuse whatever follows a complete expression."""
        token = self._peek()
        if token.kind is not TokenKind.END:
            raise ExpressionError(
                _("%(found)s at character %(place)s is one too many; join two conditions with and, or")
                % {"found": token.text, "place": token.at + 1}
            )

    def _signed(self) -> Node:
        minus = 0
        while self._is_operator(("-",)):
            self._take()
            minus += 1
        operand = self._operand()
        # Two minus signs are more than nothing: they turn a text into a number.
        for _each in range(min(minus, 2 - minus % 2)):
            operand = Negative(operand)
        return operand

    def _operand(self) -> Node:
        token = self._take()
        match token.kind:
            case TokenKind.NUMBER:
                return Literal(float(token.text))
            case TokenKind.TEXT:
                return Literal(token.text)
            case TokenKind.REFERENCE:
                return Reference(token.text)
            case TokenKind.OWN:
                return Own()
            case TokenKind.NAME if self._peek().text == "(" and self._peek().kind is TokenKind.SIGN:
                return self._call(token)
            case TokenKind.SIGN if token.text == "(":
                return self._inside(token)
        raise ExpressionError(_wrong_operand(token))

    def _inside(self, opening: Token) -> Node:
        self._descend(opening)
        inner = self.level(0)
        self._close(opening)
        return inner

    def _call(self, name: Token) -> Node:
        opening = self._take()
        self._descend(opening)
        arguments: list[Node] = []
        if not self._is_sign(")"):
            arguments.append(self.level(0))
            while self._is_sign(","):
                self._take()
                arguments.append(self.level(0))
        self._close(opening)
        return _checked_call(name.text, tuple(arguments))

    def _descend(self, opening: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(
                _("more than %(deepest)s brackets inside each other at character %(place)s; use a calculate question")
                % {"deepest": DEEPEST, "place": opening.at + 1}
            )

    def _close(self, opening: Token) -> None:
        self._depth -= 1
        if not self._is_sign(")"):
            raise ExpressionError(
                _("the bracket at character %(place)s is not closed; add )") % {"place": opening.at + 1}
            )
        self._take()

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._peek()
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _is_sign(self, sign: str) -> bool:
        token = self._peek()
        return token.kind is TokenKind.SIGN and token.text == sign

    def _is_operator(self, among: tuple[str, ...]) -> bool:
        token = self._peek()
        return token.kind in {TokenKind.SIGN, TokenKind.NAME} and token.text in among


def _checked_call(name: str, arguments: tuple[Node, ...]) -> Call:
    function = FUNCTIONS.get(name)
    if function is None:
        raise ExpressionError(
            _("the function %(name)s is not known; known are %(known)s")
            % {"name": name, "known": ", ".join(sorted(FUNCTIONS))}
        )
    if not function.takes(len(arguments)):
        raise ExpressionError(
            _("the function %(name)s takes %(takes)s, not %(count)s arguments")
            % {"name": name, "takes": function.arity, "count": len(arguments)}
        )
    if name == "regex":
        _check_pattern(arguments[1])
    return Call(name, arguments)


def _check_pattern(pattern: Node) -> None:
    # A pattern that is computed could fail with a call on the line.
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        raise ExpressionError(_("the pattern of regex must be a text in quotation marks"))
    try:
        compile_pattern(pattern.value)
    except PatternError as error:
        raise ExpressionError(_("the pattern of regex: %(reason)s") % {"reason": error}) from error


def _wrong_operand(token: Token) -> str:
    if token.kind is TokenKind.END:
        return _("the expression ends too early; add what is compared, or remove the last operator")
    place = {"found": token.text, "place": token.at + 1}
    if token.kind is TokenKind.NAME:
        return _("%(found)s at character %(place)s: write ${%(found)s} for a question, '%(found)s' for a text") % place
    return _("%(found)s at character %(place)s: a value is missing before it") % place

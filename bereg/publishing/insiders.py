"""What is learnt by who knows people, or nobody: stated beside the gates, as none can hold against it."""

from collections.abc import Mapping, Sequence
from statistics import median

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.core.numbers import per_cent
from bereg.counting.published_tables import exposure, tables
from bereg.disclosure.attack.insiders import exposed, proven
from bereg.disclosure.privacy_loss import Loss
from bereg.publishing.disclosure_control import RULES

STRETCHES: Mapping[str, str | Promise] = {
    "month": gettext_lazy("a month"),
    "year": gettext_lazy("a month and the year around it"),
    "corrected": gettext_lazy("both, and both corrected"),
}


def statements() -> list[str]:
    """Say what the two attackers learn who know people, at worst and of the most exposed person."""
    losses = exposed(RULES, exposure(tables()).stretches)
    return [_planted(), *(_lost(str(STRETCHES[each.what]), each.loss) for each in losses)]


def without_names(guesses: Sequence[float]) -> str:
    """Say what is learnt by who knows nobody. guesses: of each person, how often one is right."""
    return _(
        "who knows nobody, and only how many there are on average: right about a person in %(most)s of guesses at"
        " most, in %(middle)s in the middle"
    ) % {"most": _share(max(guesses)), "middle": _share(median(guesses))}


def _planted() -> str:
    chances = [_share(each.at_worst) for each in proven(RULES)]
    words = dict(zip(("one", "two", "three", "four"), chances, strict=True))
    return (
        _(
            "who knows or planted everybody else in a figure: that 1, 2, 3 or 4 more are in it is proven with a chance"
            " of at most %(one)s, %(two)s, %(three)s or %(four)s"
        )
        % words
    )


def _lost(stretch: str, loss: Loss) -> str:
    return _(
        "who knows everybody but one person, over %(stretch)s (%(cells)s cells at most): right in %(right)s of guesses"
        " at most, certain with a chance of %(certain)s; epsilon %(epsilon)s at delta %(delta)s"
    ) % {
        "stretch": stretch,
        "cells": loss.cells,
        "right": _share(loss.accuracy),
        "certain": _share(loss.certain),
        "epsilon": number_format(round(loss.epsilon, 1), decimal_pos=1),
        "delta": number_format(round(loss.delta, 3), decimal_pos=3),
    }


def _share(value: float) -> str:
    # Two decimals where one would say that all are right.
    digits = 1 if value < 0.9995 else 2
    return per_cent(number_format(round(100 * value, digits), decimal_pos=digits))

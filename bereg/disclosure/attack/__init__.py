"""The attacker: knows every rule and every published figure, and tries to find somebody.

It builds all linear relations among the cells, finds for each small cell the least and the greatest true count that
agree with everything public, guesses, subtracts, compares what is nested, and reports how far it came. A table or a
release that breaks a gate must not go out.
"""

from bereg.disclosure.attack.advice import Advice
from bereg.disclosure.attack.audit import Attacked, Audit, audit
from bereg.disclosure.attack.measures import LEAST_SHOWN, Gate, Measures, Proportion, Tally
from bereg.disclosure.attack.published import Cell, ContradictionError, Known, Noise, Publication

__all__ = [
    "LEAST_SHOWN",
    "Advice",
    "Attacked",
    "Audit",
    "Cell",
    "ContradictionError",
    "Gate",
    "Known",
    "Measures",
    "Noise",
    "Proportion",
    "Publication",
    "Tally",
    "audit",
]

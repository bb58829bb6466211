"""The mathematics of disclosure control: noise, small classes, and the attacker who tries both.

Pure: imports neither Django nor another room, reads no file and no clock. README.md has the formulas and their sources.
"""

from bereg.disclosure.errors import InexactError, InfeasibleError, UnusableParametersError
from bereg.disclosure.keys import Definition, MonthSpan, define, fingerprint, key
from bereg.disclosure.lookup import perturb, perturb_all
from bereg.disclosure.merging import Merges
from bereg.disclosure.table import SMALL, PerturbationTable, Rules, Shown, perturbation_table, text

__all__ = [
    "SMALL",
    "Definition",
    "InexactError",
    "InfeasibleError",
    "Merges",
    "MonthSpan",
    "PerturbationTable",
    "Rules",
    "Shown",
    "UnusableParametersError",
    "define",
    "fingerprint",
    "key",
    "perturb",
    "perturb_all",
    "perturbation_table",
    "text",
]

"""The mathematics of disclosure control: noise, small classes, and the attacker who tries both.

Pure: imports neither Django nor another room, reads no file and no clock. README.md has the formulas and their sources.
"""

from bereg.disclosure.errors import InexactError, InfeasibleError, UnusableParametersError
from bereg.disclosure.keys import Definition, MonthSpan, define, fingerprint, key
from bereg.disclosure.merging import Merges
from bereg.disclosure.perturbation import perturb, perturb_all
from bereg.disclosure.perturbation_tables import PerturbationTable, perturbation_table, table_of
from bereg.disclosure.rules import SMALL, Rules, Shown, text

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
    "table_of",
    "text",
]

"""The same publication with other noise, to find how often guesses are right under its rules.

A real publication has few small cells: of eight, half are guessed right by chance in every fourteenth. Right guesses
are therefore counted over several draws of the noise, as a measure of the rules; which guess is right, nobody can tell.
"""

import hashlib
from dataclasses import replace

from bereg.disclosure.attack.published import Cell, Noise, Publication
from bereg.disclosure.keys import key
from bereg.disclosure.perturbation import perturb
from bereg.disclosure.perturbation_tables import table_of
from bereg.disclosure.rules import Mark, Rules

ENOUGH = 50  # small cells; so many are rarely guessed above the gate by chance
DRAWS = 4  # beside the noise that is there


def draws(publication: Publication, judged: int) -> int:
    """Return how many other draws of the noise are tried, where so many small cells can be judged."""
    return DRAWS if 0 < judged < ENOUGH and publication.known.noise is Noise.DEFINITION else 0


def with_other_noise(publication: Publication, number: int) -> Publication:
    """Return what would have been published under another secret, the same one each time for a number."""
    secret = hashlib.sha256(b"trial %d" % number).digest()
    cells = [_again(cell, secret, publication.known.rules) for cell in publication.cells]
    return replace(publication, cells=cells)


def _again(cell: Cell, secret: bytes, rules: Rules) -> Cell:
    """Return a cell under another secret. One that is not published, or whose true count nobody knows, stays."""
    if cell.true is None or cell.shown is Mark.UNPUBLISHED:
        return cell
    return replace(cell, shown=rules.shown(perturb(cell.true, key(secret, cell.definition), table_of(rules))))

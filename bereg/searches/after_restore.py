"""What a restore takes back again: who agreed to be found, and does not any more."""

from bereg.searches.findables import withdraw_again
from bereg.vault.because import Because

HANDLERS = ((Because.AGREEMENT_WITHDRAWN, withdraw_again),)

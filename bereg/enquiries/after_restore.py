"""What a restore takes away again of enquiries beside their texts, by what the ledger says of them as a whole."""

from bereg.enquiries.consent_withdrawal import withdraw_again, withdraw_held_again
from bereg.vault.because import Because

# In this order: what went as a whole in the end stands no more when what was held is looked for.
HANDLERS = (
    (Because.CONSENT_WITHDRAWN, withdraw_again),
    (Because.CONSENT_WITHDRAWN_HELD, withdraw_held_again),
)

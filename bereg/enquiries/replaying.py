"""What the ledger of erasures asks of enquiries after a backup was restored."""

from bereg.enquiries.forgetting import withdraw_again
from bereg.vault.ledger import WHOLE
from bereg.vault.models import LedgerLine


def withdraw(hashes: set[bytes]) -> int:
    """Take away again the consent of enquiries that came back. Return how many."""
    lines = LedgerLine.objects.filter(kind=WHOLE).order_by("erased_at").values_list("record_hash", "erased_at")
    last = {bytes(key): at for key, at in lines.iterator()}
    return withdraw_again(hashes & last.keys(), last.__getitem__)

"""What of holds stands on the page of a record that can be held."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.panels import Panel
from bereg.retention import holds
from bereg.vault.kept import Kept


def panel(record: Kept, person: User) -> Panel | None:
    """Return the hold to whoever sees the record, and the way to it to whoever may set or lift one."""
    hold, may_hold = holds.of(record), person.may(Permission.HOLD_SET)
    if not (hold or may_hold):
        return None
    return Panel("retention/panel.html", {"hold": hold, "may_hold": may_hold, "record": record})

"""How long an offer to another centre stands."""

import datetime as dt

KEPT = dt.timedelta(days=7)  # an offer that nobody answers lapses
PATIENCE = dt.timedelta(minutes=2)  # who accepted and got no further, as the power went: then a colleague goes on

"""What this room lets people know of."""

from bereg.desk import glass, holding

NOTICE_KINDS = (glass.NOTICE, *holding.NOTICES)

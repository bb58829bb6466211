"""What this room lets people know of."""

from bereg.console import alarms

NOTICE_KINDS = (alarms.NOTICE,)

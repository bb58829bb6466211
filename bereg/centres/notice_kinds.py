"""What this room lets people know of."""

from bereg.centres import telling, unusual_reading

NOTICE_KINDS = (telling.NOTICE, unusual_reading.NOTICE)

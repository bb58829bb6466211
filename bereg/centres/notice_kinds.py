"""What this room lets people know of."""

from bereg.centres import telling

NOTICE_KINDS = (telling.NOTICE,)

"""What this room lets people know of."""

from bereg.centres import telling, watching

NOTICE_KINDS = (telling.NOTICE, watching.NOTICE)

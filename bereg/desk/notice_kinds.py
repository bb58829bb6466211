"""What this room lets people know of."""

from bereg.desk import emergency_access, hold_words

NOTICE_KINDS = (emergency_access.NOTICE, *hold_words.NOTICES)

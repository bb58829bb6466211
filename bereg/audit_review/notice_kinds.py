"""What this room lets people know of."""

from bereg.audit_review import unusual_reading

NOTICE_KINDS = (unusual_reading.NOTICE,)

"""What this room lets people know of."""

from bereg.accounts import mail

NOTICE_KINDS = (mail.TRIED_NOTICE,)

"""What this room lets people know of."""

from bereg.accounts import notice_mail, wording

NOTICE_KINDS = (notice_mail.TRIED_NOTICE, *wording.NOTICES)

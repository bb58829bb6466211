"""What this room lets people know of."""

from bereg.accounts import notice_mail, requests

NOTICE_KINDS = (notice_mail.TRIED_NOTICE, *requests.NOTICES)

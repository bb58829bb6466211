"""What this room lets people know of."""

from bereg.accounts import mail, requests

NOTICE_KINDS = (mail.TRIED_NOTICE, *requests.NOTICES)

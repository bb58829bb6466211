"""Letters by mail: any IMAP mailbox is emptied into the vault, and answers go out by SMTP."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "bereg.mailbox"

"""What is kept of sessions, never their keys, which only the browser holds; and of tries to sign in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Session(models.Model):
    """One browser that somebody signed in with, or that is about to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    data = models.TextField()  # signed; of sign-in alone, never of a case
    active_at = models.DateTimeField(default=timezone.now)  # the last request that a person made, to the minute
    key_made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)  # whatever the person does

    def __str__(self) -> str:
        return str(self.id)


class SessionKey(models.Model):
    """One key of a session, as its SHA-256. A key that was followed by another one is kept, to tell a thief by it."""

    hash = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="keys")
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)  # for the first time: the browser has it
    spent_at = models.DateTimeField(null=True)  # its successor was used

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at"]

    def __str__(self) -> str:
        return str(self.session_id)


class Try(models.Model):
    """One try to sign in that failed, or is under way, of an account that may not even exist."""

    account = models.CharField(max_length=64)  # a keyed hash
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["account", "at"], name="accounts_try_of"),)

    def __str__(self) -> str:
        return str(self.pk)

"""The visit of somebody who asked a question, or came back with its code."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from bereg.centres.scope import Scoped
from bereg.conversations.models import Thread


class VisitorSession(models.Model):
    """One browser in which a conversation is open. Neither an address nor anything else of the browser stands here.

    `proof` and `code` are sealed under the value of its cookie, of which there is a digest alone.
    """

    to_centre: ClassVar[str] = "thread__centre"
    to_person: ClassVar[str] = "thread__taken_by"

    hash = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the cookie's value
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    proof = models.BinaryField(max_length=128)
    code = models.BinaryField(max_length=128, default=b"")  # until it is written down

    objects = Scoped()

    def __str__(self) -> str:
        return str(self.thread_id)

"""Who did what, as plain text: no content and no foreign keys, so the record never blocks an erasure."""

from django.db import models
from django.utils import timezone

DIGEST_B = 32
SYSTEM, NOBODY = "system", "nobody"  # who did what no person did: the program itself, a visitor


class Act(models.Model):
    """What is kept of one act of one person on one record."""

    at = models.DateTimeField(default=timezone.now)
    mono = models.BigIntegerField(default=0)  # the machine's monotonic clock in ns: tells a clock that was set back
    actor = models.CharField(max_length=64)  # a user's uuid, "system" or "nobody"
    role = models.CharField(max_length=32)
    centre = models.CharField(max_length=36, blank=True)  # a uuid, where it is known
    action = models.CharField(max_length=64)
    target_kind = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    because = models.CharField(max_length=64, blank=True)  # a code from a closed list, never free text
    ip_hash = models.CharField(max_length=32, blank=True)  # of staff alone, under a key: the same desk has the same
    sha256 = models.BinaryField(default=b"", blank=True)  # of sealed bytes, which name no author: see digests.py

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.action} {self.target_kind} {self.target}"


class ChainedAct(Act):
    """One link of the chain. Triggers refuse to change or to delete it."""

    seq = models.BigAutoField(primary_key=True)  # given by us, without a gap
    was_pending = models.BooleanField(default=False)  # from a process without the key: worth as much as that process
    prev = models.BinaryField(max_length=DIGEST_B)
    mac = models.BinaryField(max_length=DIGEST_B)

    class Meta:
        db_table = "audit_entry"
        indexes = (
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["target", "at"], name="audit_target"),
            models.Index(fields=["target"], condition=~models.Q(sha256=b""), name="audit_digest"),
        )


class Pending(Act):
    """An act recorded by a process without the key, until one that has it puts it into the chain."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        db_table = "audit_pending"
        indexes = (models.Index(fields=["target", "at"], name="audit_pending_target"),)


class Head(models.Model):
    """The end of the chain on PostgreSQL, where its lock makes writers take turns. SQLite has the write gate."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    mac = models.BinaryField(max_length=DIGEST_B)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head"),)

    def __str__(self) -> str:
        return str(self.seq)


class Segment(models.Model):
    """A month of entries that were deleted when they were three years old; the chain goes on from its end."""

    month = models.DateField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField(unique=True)
    last_mac = models.BinaryField(max_length=DIGEST_B)
    signature = models.BinaryField(max_length=DIGEST_B)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

"""People who work here, and what is kept of sessions: never their keys, which only the browser holds."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.accounts import proofs
from bereg.accounts.acts import PLANTED
from bereg.accounts.decisions import Decision, RefusalNote
from bereg.accounts.one_time_links import OneTimeLink
from bereg.accounts.permissions import SCOPES, Permission, Scope
from bereg.accounts.roles import Role
from bereg.audit import actions as audit


class UserManager(BaseUserManager["User"]):
    """Looks people up by user name; people are made by `actions.create_user`."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by user name; capital and small letters are the same."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """One person. Who leaves is closed, never deleted: old records keep their author."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    name = models.CharField(_("name shown to colleagues"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)  # where mail says that something waits, and nothing else
    role = models.CharField(_("role"), max_length=16, choices=Role)
    # What somebody is by right, where as the only person here they do other work for now: `own_role`.
    own_role = models.CharField(max_length=16, choices=Role, blank=True)
    # A default that a setting changes would be a change without a migration; `create_user` gives the language.
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="ru")
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    invited_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")  # None: nobody here
    closed_at = models.DateTimeField(null=True, blank=True)
    sessions_ended = models.PositiveIntegerField(default=0)  # how often; counting on ends every session
    password_proof = models.CharField(max_length=proofs.LONGEST, default="", editable=False)  # that we have set it
    # Kept here because each page shows it, and who is signed in is read with each page anyway.
    notices_waiting = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_role_known"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Store this person; a password that was set gets its proof. Raise VaultLocked where it needs one."""
        fields = None if update_fields is None else {*update_fields}
        # Whatever else is stored of somebody, the password that stands beside it is not proven anew.
        was_typed = getattr(self, "_password", None) is not None  # Django's own sign of it
        was_set = self._state.adding or was_typed if fields is None else "password" in fields
        if was_set:
            self.password_proof = proofs.of_password(self.pk, self.password)
            fields = fields and {*fields, "password_proof"}
        super().save(update_fields=fields, **more)

    @property
    def has_own_password(self) -> bool:
        """Whether the password that stands is one that this program has set for this person."""
        return proofs.holds_for_password(self.password_proof, self.pk, self.password)

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether a password is the right one; one that was planted is nobody's."""
        if self.has_own_password:
            return super().check_password(raw_password)
        check_password(raw_password, self.password)  # it takes as long as any other, and is not hashed anew
        audit.refused(PLANTED, target=self, by=None, because="password")
        return False

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person may sign in."""
        return self.closed_at is None

    def get_session_auth_hash(self) -> str:
        """Return what a session must have kept to go on: it changes with the password and with `sessions_ended`."""
        return f"{super().get_session_auth_hash()}.{self.sessions_ended}"

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role includes a permission, however far."""
        return self.scope(permission) is not None

    def scope(self, permission: Permission) -> Scope | None:
        """Tell how far this person's role has a permission; None: not at all."""
        return SCOPES[Role(self.role)].get(permission) if self.is_active else None


class Switch(models.Model):
    """One choice of the whole installation that was made: where there is no row, it was not."""

    name = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Reset(OneTimeLink):
    """A one-time link by which somebody who cannot sign in sets a new password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="resets")
    with_second_factor = models.BooleanField()  # the second factor goes too
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: the shell
    let_in_at = models.DateTimeField(
        null=True
    )  # when it was used and no second factor was left: see `who_invited_whom`

    def lets_in(self) -> list[object]:
        return [str(self.user_id), self.with_second_factor, str(self.offered_by_id or "")]

    def concerned(self) -> models.Model:
        return self.user

    def __str__(self) -> str:
        return f"{self.user_id}"


class Approval(models.Model):
    """One person asked for an act that needs a second one. What it is about stands as text: rooms above know it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=64)  # a code that a room has registered
    target = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    expires_at = models.DateTimeField()  # until then it may be decided; once agreed, until then it may be done
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    note = models.CharField(max_length=32, choices=RefusalNote, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_tied = models.BooleanField(
        default=False
    )  # agreed to by who let the other one in, as nobody else could: `who_invited_whom`
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "target"], name="accounts_approval_of"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("decided_by")), name="accounts_nobody_decides_alone"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at=None, decided_by=None, used_at=None)
                | models.Q(decision__in=[Decision.YES, Decision.NO], decided_at__isnull=False, decided_by__isnull=False)
                | models.Q(decision=Decision.ALONE, decided_at__isnull=False, decided_by=None),
                name="accounts_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(decision__in=[Decision.YES, Decision.ALONE]),
                name="accounts_done_after_agreement",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Notice(models.Model):
    """Something that one person is to know: a kind and an id, never the text of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=64)  # a code that a room has registered
    target = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)  # when a mail said that something waits

    class Meta:
        indexes = (
            models.Index(fields=["person", "at"], name="accounts_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["kind", "target"], name="accounts_notice_of"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


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


class KnownBrowser(models.Model):
    """One browser that an account has signed in from. See `known_browsers`."""

    hash = models.CharField(max_length=64, primary_key=True)  # an HMAC of the browser's token and the user name
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browsers")
    failed = models.PositiveSmallIntegerField(default=0)  # wrong tries since the account was let in
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)  # let in for the last time

    def __str__(self) -> str:
        return str(self.user_id)


class Try(models.Model):
    """One try that failed, or is under way: to sign in, of an account that may not even exist, or of a code word."""

    account = models.CharField(max_length=64)  # a keyed hash, of an address under a key that is kept nowhere
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["account", "at"], name="accounts_try_of"),)

    def __str__(self) -> str:
        return str(self.pk)

"""People who work here."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from bereg.accounts.links import OneTimeLink
from bereg.accounts.permissions import PERMISSIONS, Permission
from bereg.accounts.roles import Role


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
    email = models.EmailField(_("e-mail"), blank=True)  # wanted by the sign-in library; nothing is sent
    role = models.CharField(_("role"), max_length=16, choices=Role)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    sessions_ended = models.PositiveIntegerField(default=0)  # how often; counting on ends every session

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_role_known"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person may sign in."""
        return self.closed_at is None

    def get_session_auth_hash(self) -> str:
        """Return what a session must have kept to go on: it changes with the password and with `sessions_ended`."""
        return f"{super().get_session_auth_hash()}.{self.sessions_ended}"

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role includes a permission."""
        return self.is_active and permission in PERMISSIONS[Role(self.role)]


class Reset(OneTimeLink):
    """A one-time link by which somebody who cannot sign in sets a new password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="resets")
    with_second_factor = models.BooleanField()  # the second factor goes too
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}"

"""Who broke the glass of which record."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.accounts.who_invited_whom import tied_to
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of
from bereg.centres.scope import Scoped
from bereg.vault.classes import Kind, Verdict
from bereg.vault.fields import SealedField
from bereg.vault.kept import Kept


class BreakGlass(Kept):
    """Somebody opened one record that their role does not show them, for an hour; a supervisor looks at it later."""

    to_centre: ClassVar[str] = "centre"
    to_person: ClassVar[str] = "by"
    has_own_rules: ClassVar[bool] = True  # retention_rules.py

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")  # of the record
    record_kind = models.CharField(max_length=64)  # `enquiries.enquiry`
    record = models.UUIDField()
    reason = SealedField(kind=Kind.REASON)
    opened_at = models.DateTimeField(default=timezone.now, db_index=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # null: it was not ended before its time
    review_by = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)

    objects = Scoped()

    class Meta:
        app_label = "vault"  # what is sealed is bound to this name
        constraints = (
            models.UniqueConstraint(fields=["by"], condition=Q(ended_at=None), name="vault_one_glass_at_a_time"),
            models.CheckConstraint(condition=~Q(by=F("reviewed_by")), name="vault_nobody_reviews_themselves"),
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at=None, reviewed_by=None)
                | Q(verdict__in=Verdict.values, reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="vault_reviewed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def opens(self, person: User, kind: Kind) -> bool:
        """Let who gave the reason read it, and who reviews it."""
        return kind is Kind.REASON and (self.by_id == person.pk or self.may_be_reviewed_by(person))

    def may_be_reviewed_by(self, person: User) -> bool:
        """Tell whether somebody may review: a supervisor of the centre; an administrator only where there is none.

        Who let the other one in lately, only where nobody else could.
        """
        scope = person.scope(Permission.BREAK_GLASS_REVIEW)
        if scope is None or self.by_id == person.pk:
            return False
        supervisors, admins = reviewers_of(self.centre_id, but=self.by_id)
        if scope == Scope.ALL:
            return person in admins and not supervisors
        return person in supervisors and centres_of(person).filter(pk=self.centre_id).exists()

    def is_reviewed_by_tied(self) -> bool:
        """Tell whether a review stands by somebody whom the opener let in lately, or who let them in."""
        return bool(self.verdict) and self.reviewed_by_id in tied_to(self.by_id)

    def waits_for(self, person: User) -> bool:
        """Tell whether somebody may review now. What one who is tied said gives way to who is not."""
        is_open = not self.verdict or (self.is_reviewed_by_tied() and person.pk not in tied_to(self.by_id))
        return is_open and self.may_be_reviewed_by(person)


def reviewers_of(centre: Any, *, but: Any) -> tuple[list[User], list[User]]:
    """Return the supervisors of a centre and the administrators, apart from who broke the glass, for its review.

    Whom that person let in lately, or who let them in, is left out where there is anybody else: one may be both.
    """
    tied = tied_to(but)
    roles = [role for role in roles_with(Permission.BREAK_GLASS_REVIEW) if role != Role.ADMIN]
    at_work = User.objects.filter(closed_at=None).exclude(pk=but).order_by("pk")
    supervisors = list(at_work.filter(role__in=roles, memberships__centre=centre))
    admins = list(at_work.filter(role=Role.ADMIN))
    apart = [[person for person in some if person.pk not in tied] for some in (supervisors, admins)]
    return (apart[0], apart[1]) if any(apart) else (supervisors, admins)

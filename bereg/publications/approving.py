"""The act that needs a second person: publishing a release."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts import kinds
from bereg.accounts.permissions import Permission
from bereg.publications.models import Release

KIND = "release.publish"


def _describe(target: str) -> str:
    try:
        found = Release.objects.filter(pk=target).first()
    except ValidationError:
        found = None
    if found is None:
        return _("a release that was prepared anew since")
    months = f"{found.first_month:%Y-%m}"
    if found.last_month != found.first_month:
        months += f"/{found.last_month:%Y-%m}"
    return _("figures of %(months)s, revision %(vintage)d") % {"months": months, "vintage": found.vintage}


APPROVAL_KIND = kinds.ApprovalKind(
    code=KIND,
    label=gettext_lazy("publication of figures"),
    asks=Permission.RELEASE,
    describe=_describe,
    looks=Permission.RELEASE_LOOK,
    where=lambda target: Release(pk=UUID(target)).get_absolute_url(),
)

"""The kinds of reference entries of this room: organisations, and the services that they offer."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bereg.directory import content, hsds_update
from bereg.directory.forms import OrganisationForm, ServiceForm
from bereg.directory.public_keys import note_key_changes
from bereg.directory.referring import warning_in
from bereg.directory.shelters import conceal
from bereg.reference.kinds import EntryKind


def _in_force(changed: Sequence[UUID]) -> None:
    conceal(changed)
    note_key_changes(changed)


KINDS = (
    EntryKind(
        content.ORGANISATION,
        _("organisation"),
        _("organisations"),
        OrganisationForm,
        "directory/organisation.html",
        words=content.words,
        say=content.say,
        warning=warning_in,
        never_public=content.never_public,
        in_force=_in_force,
        card="directory/card.html",
        is_open=content.is_open,
        reads=hsds_update.reads_organisations,
    ),
    EntryKind(
        content.SERVICE,
        _("service"),
        _("services"),
        ServiceForm,
        "directory/service.html",
        words=content.words,
        say=content.say,
        warning=warning_in,
        never_public=content.never_public,
        in_force=conceal,
        card="directory/card.html",
        is_open=content.is_open,
        reads=hsds_update.reads_services,
    ),
)

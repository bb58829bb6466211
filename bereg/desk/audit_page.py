"""Which acts somebody may see, and how these are shown: names of colleagues, numbers of enquiries they may open."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.permissions import Permission, Scope
from bereg.accounts.queries import names_of
from bereg.accounts.roles import Role
from bereg.audit.act_words import beginnings
from bereg.centres.queries import own_centres, people_managed_by
from bereg.desk.audit_words import GROUPS, reason, sentence
from bereg.enquiries.audit_labels import ids_of, numbers_seen_by
from bereg.enquiries.lookup import by_number

ROLES = dict(Role.choices)


@dataclass(frozen=True)
class ActLine:
    """One act in words."""

    at: dt.datetime
    who: str
    role: str
    desk: str
    what: str
    why: str
    on: str
    address: str


def groups_for(user: Any) -> list[str]:
    """Return the kinds of acts that somebody may see; of a machine's keeper no case is any business."""
    is_all = user.scope(Permission.AUDIT_READ) != Scope.ALL
    return [code for code, group in GROUPS.items() if is_all or group.is_technical]


def people_for(user: Any) -> list[tuple[str, str]]:
    """Return the people whose acts somebody may see, besides their own."""
    if user.scope(Permission.AUDIT_READ) == Scope.SELF:
        return []
    return [(str(person.pk), person.name) for person in people_managed_by(user)]


def seen_by(user: Any, people: Iterable[tuple[str, str]]) -> Q:
    """Match the acts that somebody may see."""
    match user.scope(Permission.AUDIT_READ):
        case Scope.ALL:
            return _of_groups(groups_for(user)) | Q(actor=str(user.pk))
        case Scope.CENTRE:
            theirs = [str(user.pk), *(pk for pk, _name in people)]
            # Signing in and the like belong to no centre, but to a person who works at one.
            of_people = Q(centre="") & (Q(actor__in=theirs) | Q(target__in=theirs))
            return Q(centre__in=[str(centre.pk) for centre in own_centres(user)]) | of_people
    return Q(actor=str(user.pk))


def narrowed(user: Any, wanted: dict[str, Any]) -> Q | None:
    """Match what the form asks for; None where it names an enquiry that this person does not see."""
    found = Q()
    if wanted.get("person"):
        found &= Q(actor=wanted["person"]) | Q(target=wanted["person"])
    if wanted.get("group"):
        found &= _of_groups([wanted["group"]])
    if wanted.get("number"):
        # Never by a code word: nobody may write one into an address, nor find one by trying.
        enquiry = by_number(user, wanted["number"])
        if enquiry is None:
            return None
        found &= Q(target__in=[str(pk) for pk in ids_of(enquiry)])
    return found


def zone_of(user: Any) -> ZoneInfo:
    """Return the time zone in which somebody reads times."""
    return ZoneInfo(next((centre.time_zone for centre in own_centres(user)), settings.TIME_ZONE))


def lines(user: Any, entries: list[Any]) -> list[ActLine]:
    """Say in words what entries hold."""
    zone = zone_of(user)
    names = names_of({pk for entry in entries for pk in (entry.actor, entry.target, entry.because) if _is_uuid(pk)})
    targets = {UUID(entry.target) for entry in entries if _is_uuid(entry.target)}
    numbers = numbers_seen_by(user, targets) if user.may(Permission.ENQUIRY_READ) else {}
    return [_line(entry, zone, names, numbers) for entry in entries]


def _line(entry: Any, zone: ZoneInfo, names: dict[str, str], numbers: dict[str, Any]) -> ActLine:
    known = numbers.get(entry.target)
    programs = {"system": _("the program"), "nobody": _("somebody not signed in")}
    is_themselves = entry.target == entry.actor
    return ActLine(
        at=entry.at.astimezone(zone),
        who=names.get(entry.actor) or programs.get(entry.actor) or _("somebody unknown"),
        role=str(ROLES.get(entry.role, "")),
        desk=entry.ip_hash[:4],
        what=sentence(entry.action),
        why=reason(entry.because) or str(ROLES.get(entry.because, "")) or names.get(entry.because, ""),
        on=known[1] if known else "" if is_themselves else names.get(entry.target, ""),
        address=reverse("desk:enquiry", args=[known[0]]) if known else "",
    )


def _of_groups(groups: Iterable[str]) -> Q:
    begin_with = [beginning for code in groups for beginning in beginnings()[code]]
    return reduce(or_, (Q(action__startswith=beginning) for beginning in begin_with))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

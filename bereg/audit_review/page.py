"""Which acts somebody may see, and how these are shown: names of colleagues, labels of what they may open."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.accounts.queries import names_of
from bereg.accounts.roles import Role
from bereg.audit.act_words import beginnings
from bereg.audit.models import ChainedAct
from bereg.audit_review.labels import ActLabel, ids_of_number, labels_seen_by
from bereg.audit_review.wording import GROUPS, reason, sentence
from bereg.centres.queries import own_centres, people_managed_by, zone_of

ROLES = dict(Role.choices)


@dataclass(frozen=True)
class ActLine:
    at: dt.datetime
    who: str
    role: str
    desk: str
    what: str
    why: str
    on: str
    address: str


def groups_for(user: User) -> list[str]:
    """Return the kinds of acts that somebody may see; of a machine's keeper no case is any business."""
    is_all = user.scope(Permission.AUDIT_READ) != Scope.ALL
    return [code for code, group in GROUPS.items() if is_all or group.is_technical]


def people_for(user: User) -> list[tuple[str, str]]:
    """Return the people whose acts somebody may see, besides their own."""
    if user.scope(Permission.AUDIT_READ) == Scope.SELF:
        return []
    return [(str(person.pk), person.name) for person in people_managed_by(user)]


def seen_by(user: User, people: Iterable[tuple[str, str]]) -> Q:
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


def narrowed(user: User, wanted: dict[str, Any]) -> Q | None:
    """Match what the form asks for; None where it names what this person does not see."""
    found = Q()
    if wanted.get("person"):
        found &= Q(actor=wanted["person"]) | Q(target=wanted["person"])
    if wanted.get("group"):
        found &= _of_groups([wanted["group"]])
    if wanted.get("number"):
        ids = ids_of_number(user, wanted["number"])
        if ids is None:
            return None
        found &= Q(target__in=[str(pk) for pk in ids])
    return found


def lines(user: User, entries: list[ChainedAct]) -> list[ActLine]:
    """Say in words what entries hold."""
    zone = zone_of(user)
    names = names_of({pk for entry in entries for pk in (entry.actor, entry.target, entry.because) if _is_uuid(pk)})
    targets = {UUID(entry.target) for entry in entries if _is_uuid(entry.target)}
    labels = labels_seen_by(user, targets)
    return [_line(entry, zone, names, labels) for entry in entries]


def _line(entry: ChainedAct, zone: ZoneInfo, names: dict[str, str], labels: dict[str, ActLabel]) -> ActLine:
    label = labels.get(entry.target)
    programs = {"system": _("the program"), "nobody": _("somebody not signed in")}
    is_themselves = entry.target == entry.actor
    return ActLine(
        at=entry.at.astimezone(zone),
        who=names.get(entry.actor) or programs.get(entry.actor) or _("somebody unknown"),
        role=str(ROLES.get(entry.role, "")),
        desk=entry.ip_hash[:4],
        what=sentence(entry.action),
        why=reason(entry.because) or str(ROLES.get(entry.because, "")) or names.get(entry.because, ""),
        on=label.name if label else "" if is_themselves else names.get(entry.target, ""),
        address=label.address if label else "",
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

"""Which tables a release lacks, in words: too few people were there, or what they show would prove that somebody is."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.publications.content import Content, LeftOut, Words, named

ALL = "all"


def left_out(said: Content) -> list[str]:
    """Return a sentence for all centres together, and one for each centre that lacks a table."""
    of_centres: dict[str, dict[str, list[LeftOut]]] = {}
    for each in said.get("left_out", []):
        of_centres.setdefault(each["centre"], {}).setdefault(each["id"], []).append(each)
    shown = {(each["centre"], each["id"]) for each in said["tables"]}
    found = []
    for centre, tables in of_centres.items():
        names = [_name(groups, is_whole=(centre, table) not in shown) for table, groups in tables.items()]
        found.append(_sentence(next(iter(tables.values()))[0], "; ".join(names)))
    return found


def _sentence(one: LeftOut, tables: str) -> str:
    about = {"tables": tables, "centre": _plain(one["centre_name"])}
    if one["centre"] == ALL:
        return _("These tables are left out, so that nobody can be recognised in them: %(tables)s.") % about
    return _("%(centre)s: these tables are left out, so that nobody can be recognised in them: %(tables)s.") % about


def _name(groups: list[LeftOut], *, is_whole: bool) -> str:
    """Name a table, with the groups that it lacks where it is there for others."""
    title = _plain(groups[0]["title"])
    return title if is_whole else f"{title} ({', '.join(_plain(each['group_name']) for each in groups)})"


def _plain(words: Words) -> str:
    return named(words, (get_language() or "").split("-")[0])[0]

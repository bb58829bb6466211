"""Why no release was prepared or published: kept by its code, said in the language of whoever looks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from bereg.core.program_name import as_called
from bereg.counting import months, store
from bereg.counting.facts import FactsMissingError
from bereg.counting.faults import UNREACHED, FiguresFault, UnreachedError
from bereg.counting.months import Period
from bereg.counting.wording import month_name, period_name
from bereg.publications import queries as releases
from bereg.publications.actions import StaleAttackError
from bereg.vault.faults import VaultFault


class Reason(StrEnum):
    """Why nothing was prepared, or published."""

    OPEN = "open"
    CORRECTED = "corrected"
    OVERLAP = "overlap"
    OVERTAKEN = "overtaken"
    NOISE = "noise"
    REDEFINED = "redefined"
    OTHERWISE = "otherwise"
    FACTS_MISSING = "facts_missing"
    FACTS_CHANGED = "facts_changed"
    FACTS_APART = "facts_apart"
    CUBES = "cubes"
    MONTHS = "months"
    CHANGED = "changed"
    UNCOUNTED = "uncounted"
    TABLES = "tables"
    OTHER_NOISE = "other_noise"
    VAULT = "vault"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


WORDS = {
    Reason.OPEN: _("A release is of closed months only."),
    Reason.CORRECTED: _("This period was corrected already. A third version would help whoever attacks the figures."),
    Reason.OVERLAP: _("Another longer period with some of these months was published. Choose one that follows it."),
    Reason.OVERTAKEN: _("Other figures were published meanwhile. Prepare this release again."),
    Reason.NOISE: _(
        "The secret of the noise is not the one that %(period)s was published with. Restore the keys from a backup "
        "of before it changed: nothing is prepared under another one."
    ),
    Reason.REDEFINED: _(
        "In %(period)s the row %(row)s of %(table)s was published, and published.toml gives that name another meaning "
        "now. Give what is new a name of its own."
    ),
    Reason.OTHERWISE: _("%(period)s would not come out as it was published. Do not publish until it is known why."),
    Reason.FACTS_MISSING: _("The facts of %(month)s are missing. Restore %(folder)s from a backup."),
    Reason.FACTS_CHANGED: _(
        "The facts of %(month)s are not those that it was closed with. Restore %(folder)s from a backup."
    ),
    Reason.FACTS_APART: _(
        "The facts of %(month)s do not add up: %(cube)s has another total. Restore %(folder)s from a backup."
    ),
    Reason.CUBES: _("%(cube)s of %(month)s is not what its facts say. Count it anew: %(recount)s"),
    Reason.MONTHS: _("The months of %(period)s do not add up in %(cube)s. Count them anew: %(recount)s"),
    Reason.CHANGED: _("%(period)s is not what was published: its content was changed. Restore it from a backup."),
    Reason.UNCOUNTED: _("The figures cannot be counted now. %(fault)s"),
    Reason.TABLES: _("The list of what is published was changed since. Prepare this release again."),
    Reason.OTHER_NOISE: _(
        "The secret of the noise is not the one that this release was prepared with. Restore the keys from a backup, "
        "or prepare this release again."
    ),
    Reason.VAULT: _("The vault does not open: %(fault)s"),
    Reason.INTERRUPTED: _(
        "It was interrupted too often. Prepare it again; if that happens again, tell whoever looks after the server."
    ),
    Reason.FAILED: _("It failed, and the log of the server says where. Tell whoever looks after the server."),
}


class RefusedError(Exception):
    """Nothing was prepared or published. about: what the words name, as plain codes: a month, a period, a cube."""

    def __init__(self, reason: Reason, /, **about: str) -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about

    def __str__(self) -> str:
        return said(self.reason, self.about)


def said(reason: str, about: Mapping[str, str]) -> str:
    """Say a reason in the language that is spoken just now."""
    return str(WORDS[Reason(reason)]) % {**about, **_in_words(about), "folder": store.shown()}


def _in_words(about: Mapping[str, str]) -> dict[str, str]:
    if "unreached" in about:
        return {"fault": str(UNREACHED[about["unreached"]].words) % about}
    if "period" not in about and "month" not in about:
        return {}
    first, _slash, last = about.get("period", about.get("month", "")).partition("/")
    period = Period(months.parse(first), months.parse(last or first))
    recount = f"{as_called()} release recount --from {first} --to {last or first}"
    return {"period": period_name(period), "month": month_name(period.first), "recount": recount}


@contextmanager
def refusing() -> Iterator[None]:
    """Raise RefusedError in place of what other rooms and files raise."""
    try:
        yield
    except releases.TooManyVintagesError as problem:
        raise RefusedError(Reason.CORRECTED) from problem
    except releases.OverlapError as problem:
        raise RefusedError(Reason.OVERLAP) from problem
    except StaleAttackError as problem:
        raise RefusedError(Reason.OVERTAKEN) from problem
    except FactsMissingError as problem:
        raise RefusedError(Reason.FACTS_MISSING, month=months.name(problem.month)) from problem
    except UnreachedError as problem:
        raise RefusedError(Reason.UNCOUNTED, unreached=problem.code, **problem.about) from problem
    except FiguresFault as problem:
        raise RefusedError(Reason.UNCOUNTED, fault=str(problem)) from problem
    except VaultFault as problem:
        raise RefusedError(Reason.VAULT, fault=str(problem)) from problem

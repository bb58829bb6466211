"""What the figures say of campaigns, in whole sentences: as far as the intervals go, and no further."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.numbers import number
from bereg.counting.wording import Labels
from bereg.evaluation.kinds import GroupOfAskers, KindResult
from bereg.evaluation.measures import Measured, alike
from bereg.evaluation.wording import between, percent, percent_between

MOST_NAMED = 3  # in one group; of more nothing is said


def of_kinds(kinds: Sequence[KindResult], askers: Sequence[GroupOfAskers], labels: Labels) -> list[str]:
    """Tell how most people learnt of us, of each kind of enquirer too, and what an enquiry cost most and least."""
    everybody = {each.code: each.share for each in kinds if each.share and each.enquiries}
    base = sum(each.enquiries for each in kinds)
    nobody = _("Nobody said in these months how they learnt of us.") if kinds and not base else ""
    found = [nobody or _first_of_all(everybody, base, labels)]
    found += [_first_of(each, labels) for each in askers]
    return [each for each in (*found, *_costs(kinds, labels)) if each]


def _first_of_all(shares: Mapping[str, Measured], base: int, labels: Labels) -> str:
    top = _top(shares)
    if len(top) == 1:
        words = _said(shares, top[0], base, labels)
        return (
            ngettext(
                "Most people learnt of us so: %(way)s, %(percent)s (%(interval)s) of %(base)s who said it.",
                "Most people learnt of us so: %(way)s, %(percent)s (%(interval)s) of %(base)s who said it.",
                base,
            )
            % words
        )
    if top:
        words = {"ways": _listed(top, labels)}
        return _("Most people learnt of us so: %(ways)s; which of these is first, the figures do not say.") % words
    return ""


def _first_of(askers: GroupOfAskers, labels: Labels) -> str:
    top, who = _top(askers.shares), labels.of("enquirer", askers.code)
    if len(top) == 1:
        words = _said(askers.shares, top[0], askers.base, labels)
        return ngettext(
            "Who asked: %(who)s. First of all: %(way)s, %(percent)s (%(interval)s) of %(base)s who said it.",
            "Who asked: %(who)s. First of all: %(way)s, %(percent)s (%(interval)s) of %(base)s who said it.",
            askers.base,
        ) % {**words, "who": who}
    if top:
        words = {"who": who, "ways": _listed(top, labels)}
        return _("Who asked: %(who)s. First of all: %(ways)s; which of these, the figures do not say.") % words
    return ""


def _top(shares: Mapping[str, Measured]) -> list[str]:
    """Return what is surely above all else; nothing where it is too much to be said, or all there is."""
    groups = alike({code: share.interval for code, share in shares.items()})
    return groups[0] if len(groups) > 1 and len(groups[0]) <= MOST_NAMED else []


def _costs(kinds: Sequence[KindResult], labels: Labels) -> Iterator[str]:
    """Yield for each currency what cost surely most and surely least for an enquiry."""
    for currency in sorted({each.cost.currency for each in kinds if each.cost}):
        of = {each.code: each.cost_of_one for each in kinds if each.cost and each.cost.currency == currency}
        measured = {code: cost for code, cost in of.items() if cost}
        groups = alike({code: cost.interval for code, cost in measured.items()})
        if len(groups) < 2:
            continue
        dear, cheap = (_priced(group, measured, currency, labels) for group in (groups[0], groups[-1]))
        if len(groups[0]) <= MOST_NAMED:
            yield _("An enquiry cost most by: %(ways)s.") % {"ways": dear}
        if len(groups[-1]) <= MOST_NAMED:
            yield _("An enquiry cost least by: %(ways)s.") % {"ways": cheap}


def _priced(group: Sequence[str], costs: Mapping[str, Measured], currency: str, labels: Labels) -> str:
    return ", ".join(f"{labels.of('source', code)} ({between(costs[code].interval)} {currency})" for code in group)


def _said(shares: Mapping[str, Measured], code: str, base: int, labels: Labels) -> dict[str, str]:
    share = shares[code]
    return {
        "way": labels.of("source", code),
        "percent": percent(share.value or 0),
        "interval": percent_between(share.interval),
        "base": number(base),
    }


def _listed(codes: Sequence[str], labels: Labels) -> str:
    return ", ".join(labels.of("source", code) for code in codes)

"""How alarms are counted, for staff alone: how long each waited for somebody who took it. Mistakes are not counted."""

from bisect import bisect_right
from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.dangers.choices import Ending
from bereg.dangers.models import Danger

WAITS = (
    ("under_5", _("within 5 minutes")),
    ("5_14", _("after 5 to 14 minutes")),
    ("15_59", _("after 15 to 59 minutes")),
    ("60_over", _("after an hour or later")),
    ("untaken", _("by nobody")),
)
BANDS_BEGIN = (5, 15, 60)


def facts_of(dangers: QuerySet[Danger], _centre: Centre) -> Iterator[Fact]:
    """Read how long nobody had taken each, and nothing else."""
    for taken_at, minutes in dangers.values_list("taken_at", "minutes_untaken").iterator():
        code = WAITS[bisect_right(BANDS_BEGIN, minutes or 0)][0] if taken_at else "untaken"
        yield Fact((code,))


UNIVERSE = Universe(
    name="dangers",
    model=Danger,
    at="raised_at",
    columns={"danger_taken": WAITS},
    facts=facts_of,
    counts=~Q(ended_as=Ending.MISTAKE),
    words=Words(
        total=lambda n: ngettext("They hold %(counter)s alarm.", "They hold %(counter)s alarms.", n),
        share=lambda n: ngettext("of %(base)s alarm", "of %(base)s alarms", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s alarm.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s alarms.",
            n,
        ),
    ),
    titles={"dangers": _("Alarms: somebody in danger"), "danger_taken": _("When alarms were taken")},
    state={"newest": Max("taken_at"), "versions": Sum("version")},
)

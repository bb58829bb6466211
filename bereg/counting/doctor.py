"""Facts and an engine elsewhere: whether they answer, what crosses the network to them, and who can look there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.core.findings import Finding, Weight
from bereg.counting import remote
from bereg.counting.faults import FiguresFault
from bereg.counting.remote import Elsewhere

PAGE = "thief.md"


def findings() -> Iterator[Finding]:
    """Yield what is weak about what lies or counts elsewhere."""
    for each in remote.elsewhere():
        yield from _unreached(each)
        yield from _transport(each)
        yield from _password(each)
        if each.is_far:
            yield _far(each)


def _unreached(each: Elsewhere) -> Iterator[Finding]:
    try:
        each.reach()
    except FiguresFault as fault:
        remedies = {
            "facts": _(
                "Look whether the place is there and lets this server in: meanwhile nothing is counted, and no backup"
                " of the data is made."
            ),
            "engine": _(
                "Look whether it is there and lets this server in, or remove BEREG_ENGINE: DuckDB counts the same."
            ),
        }
        yield Finding(f"{each.name}_unreached", Weight.WEAK, str(fault), remedies[each.name])


def _transport(each: Elsewhere) -> Iterator[Finding]:
    remedies = {
        "facts": _("Choose a protocol that encrypts for BEREG_FACTS, such as sftp:// or s3:// by HTTPS."),
        "engine": _("Write ?sslmode=verify-full&sslrootcert=FILE at the end of the address in BEREG_ENGINE."),
    }
    if each.encrypts is None:
        yield Finding(
            f"{each.name}_transport_unknown",
            Weight.NOTE,
            _("Whether the way to %s is encrypted cannot be told from here; exact figures cross it.") % each.address,
            _("See to it in the settings of that system: those of Spark are in its spark-defaults.conf."),
            PAGE,
        )
    elif not each.encrypts:
        yield Finding(
            f"{each.name}_plain",
            Weight.GRAVE,
            _(
                "The way to %s is not encrypted, or not proven: whoever sits in between reads exact figures, and the"
                " password if there is one."
            )
            % each.address,
            remedies[each.name],
            PAGE,
        )


def _password(each: Elsewhere) -> Iterator[Finding]:
    if each.has_password:
        yield Finding(
            f"{each.name}_password",
            Weight.NOTE,
            _("The address in %s holds a password: whoever reads the settings reads what lies there.") % each.setting,
            _(
                "Let only the user that serves read the file of settings, or give the password as the driver reads it:"
                " ~/.pgpass for PostgreSQL, fsspec's own settings for facts."
            ),
            PAGE,
        )


def _far(each: Elsewhere) -> Finding:
    faults = {
        "facts": _(
            "The facts lie at %s: whoever runs that store, or may read there, sees every enquiry as a line of codes,"
            " and so the small numbers that no release shows."
        ),
        "engine": _(
            "The facts are counted by %s: whoever runs that server sees them while it counts, every enquiry as a line"
            " of codes, and so the small numbers that no release shows."
        ),
    }
    remedy = _(
        "Give nobody else the right to look there, and let it encrypt what it keeps; or leave %s empty, so that nothing"
        " leaves this machine."
    )
    return Finding(f"{each.name}_far", Weight.NOTE, faults[each.name] % each.address, remedy % each.setting, PAGE)

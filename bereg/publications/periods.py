"""Months and periods in the forms that a sentence needs: other languages bend the month's name, or add to it."""

from datetime import date

from django.utils.translation import pgettext_lazy

from bereg.publications.content import Content

# Whole phrases, so that a catalogue can bend what its language bends.
NAMED = (
    pgettext_lazy("month", "January %(year)s"),
    pgettext_lazy("month", "February %(year)s"),
    pgettext_lazy("month", "March %(year)s"),
    pgettext_lazy("month", "April %(year)s"),
    pgettext_lazy("month", "May %(year)s"),
    pgettext_lazy("month", "June %(year)s"),
    pgettext_lazy("month", "July %(year)s"),
    pgettext_lazy("month", "August %(year)s"),
    pgettext_lazy("month", "September %(year)s"),
    pgettext_lazy("month", "October %(year)s"),
    pgettext_lazy("month", "November %(year)s"),
    pgettext_lazy("month", "December %(year)s"),
)
IN = (
    pgettext_lazy("in which month", "In January %(year)s"),
    pgettext_lazy("in which month", "In February %(year)s"),
    pgettext_lazy("in which month", "In March %(year)s"),
    pgettext_lazy("in which month", "In April %(year)s"),
    pgettext_lazy("in which month", "In May %(year)s"),
    pgettext_lazy("in which month", "In June %(year)s"),
    pgettext_lazy("in which month", "In July %(year)s"),
    pgettext_lazy("in which month", "In August %(year)s"),
    pgettext_lazy("in which month", "In September %(year)s"),
    pgettext_lazy("in which month", "In October %(year)s"),
    pgettext_lazy("in which month", "In November %(year)s"),
    pgettext_lazy("in which month", "In December %(year)s"),
)
SINCE = (
    pgettext_lazy("from which month", "From January %(year)s"),
    pgettext_lazy("from which month", "From February %(year)s"),
    pgettext_lazy("from which month", "From March %(year)s"),
    pgettext_lazy("from which month", "From April %(year)s"),
    pgettext_lazy("from which month", "From May %(year)s"),
    pgettext_lazy("from which month", "From June %(year)s"),
    pgettext_lazy("from which month", "From July %(year)s"),
    pgettext_lazy("from which month", "From August %(year)s"),
    pgettext_lazy("from which month", "From September %(year)s"),
    pgettext_lazy("from which month", "From October %(year)s"),
    pgettext_lazy("from which month", "From November %(year)s"),
    pgettext_lazy("from which month", "From December %(year)s"),
)
UNTIL = (
    pgettext_lazy("to which month", "to January %(year)s"),
    pgettext_lazy("to which month", "to February %(year)s"),
    pgettext_lazy("to which month", "to March %(year)s"),
    pgettext_lazy("to which month", "to April %(year)s"),
    pgettext_lazy("to which month", "to May %(year)s"),
    pgettext_lazy("to which month", "to June %(year)s"),
    pgettext_lazy("to which month", "to July %(year)s"),
    pgettext_lazy("to which month", "to August %(year)s"),
    pgettext_lazy("to which month", "to September %(year)s"),
    pgettext_lazy("to which month", "to October %(year)s"),
    pgettext_lazy("to which month", "to November %(year)s"),
    pgettext_lazy("to which month", "to December %(year)s"),
)
ON = (
    pgettext_lazy("on which day", "%(day)s January %(year)s"),
    pgettext_lazy("on which day", "%(day)s February %(year)s"),
    pgettext_lazy("on which day", "%(day)s March %(year)s"),
    pgettext_lazy("on which day", "%(day)s April %(year)s"),
    pgettext_lazy("on which day", "%(day)s May %(year)s"),
    pgettext_lazy("on which day", "%(day)s June %(year)s"),
    pgettext_lazy("on which day", "%(day)s July %(year)s"),
    pgettext_lazy("on which day", "%(day)s August %(year)s"),
    pgettext_lazy("on which day", "%(day)s September %(year)s"),
    pgettext_lazy("on which day", "%(day)s October %(year)s"),
    pgettext_lazy("on which day", "%(day)s November %(year)s"),
    pgettext_lazy("on which day", "%(day)s December %(year)s"),
)


def of(said: Content) -> tuple[date, date]:
    """Return the first and the last month of a release."""
    first, last = (date.fromisoformat(f"{text[:7]}-01") for text in (said["first"], said["last"]))
    return first, last


def month(day: date) -> str:
    """Write `May 2008`."""
    return str(NAMED[day.month - 1]) % {"year": day.year}


def named(first: date, last: date) -> str:
    """Write `May 2008`, or `May 2007 – May 2008`."""
    return month(first) if first == last else f"{month(first)} – {month(last)}"


def at_the_start(first: date, last: date) -> str:
    """Write when something was, to begin a sentence with: `In May 2008`, or `From May 2007 to May 2008`."""
    if first == last:
        return str(IN[first.month - 1]) % {"year": first.year}
    since = str(SINCE[first.month - 1]) % {"year": first.year}
    until = str(UNTIL[last.month - 1]) % {"year": last.year}
    return f"{since} {until}"


def on(day: date) -> str:
    """Write `1 May 2008`."""
    return str(ON[day.month - 1]) % {"day": day.day, "year": day.year}

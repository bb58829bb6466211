"""The page of signals, put together: what was found, what was noted of it, and what the charts show."""

from collections.abc import Collection, Iterator
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse

from bereg.core.numbers import number
from bereg.counting import months
from bereg.counting.charts import Held
from bereg.counting.wording import Labels, month_name, percent
from bereg.signals import monitoring
from bereg.signals import wording as signal_words
from bereg.signals.models import SignalNote
from bereg.signals.monitoring import Charted, Signal


def found(charted: list[Charted], own: Collection[str], labels: Labels) -> dict[str, object]:
    """Return the signals, the latest first, and the charts. own: the centres whose signals the reader may note on."""
    signals = sorted(
        (signal for each in charted for signal in each.signals()), key=lambda each: each.month, reverse=True
    )
    notes = monitoring.notes_on(signals)
    return {
        "signals": [told(signal, notes.get(signal.key), own, labels) for signal in signals],
        "charts": [_chart(each, labels) for each in charted],
    }


def told(signal: Signal, note: SignalNote | None, own: Collection[str], labels: Labels) -> dict[str, object]:
    """Return one signal in words."""
    return {
        "sentence": signal_words.sentence(signal, labels),
        "why": signal_words.why(signal),
        "base": number(signal.figure.base or 0),
        "chart": signal.share.id,
        "note": note,
        "address": address_of(signal) if signal.centre in own else "",
    }


def _chart(charted: Charted, labels: Labels) -> dict[str, object]:
    address = reverse("signals:signal_chart", args=[charted.share.id])
    return {
        "id": charted.share.id,
        "title": signal_words.title(charted.share, labels),
        "address": f"{address}?{urlencode({'centre': charted.centre})}",
        "rows": [_row(charted, at) for at in charted.shown],
    }


def _row(charted: Charted, at: int) -> dict[str, object]:
    figure, chart = charted.counts[at], charted.chart
    known = not np.isnan(chart.expected[at])
    limits = [signal_words.of_hundred(float(each[at])) for each in (chart.lower, chart.upper)] if known else []
    return {
        "month": month_name(charted.months[at]),
        "percent": percent(figure),
        "base": number(figure.base or 0),
        "limits": limits,
        "signal": bool(chart.signal[at]),
    }


def held(charted: Charted) -> Iterator[Held]:
    """Yield the months that a chart shows."""
    chart = charted.chart
    for at in charted.shown:
        yield Held(
            name=months.name(charted.months[at]),
            percent=charted.counts[at].percent or 0.0,
            expected=_hundred(chart.expected[at]),
            lower=_hundred(chart.lower[at]),
            upper=_hundred(chart.upper[at]),
            signal=bool(chart.signal[at]),
        )


def _hundred(share: float) -> float | None:
    return None if np.isnan(share) else round(float(share) * 100, 4)


def address_of(signal: Signal) -> str:
    """Return where something is noted of a signal."""
    share, centre, month = signal.key
    query = {"share": share, "centre": centre, "month": months.name(month)}
    return f"{reverse('signals:note_signal')}?{urlencode(query)}"


def address_of_page(centre: str) -> str:
    """Return where the signals of a centre or of all stand."""
    return f"{reverse('signals:signals')}?{urlencode({'centre': centre})}"

"""What happens where the noise that a demonstration draws does not hide enough."""

from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest

from bereg.counting.months import Period
from bereg.demonstration import building, publishing
from bereg.demonstration.management.commands.demo import Command
from bereg.publishing import preparing

MAY = Period(date(2007, 5, 1), date(2007, 5, 1))


def test_what_a_gate_refuses_is_asked_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "prepare", lambda **_of: SimpleNamespace(holds=False))
    # Without people: nobody is asked to agree, and nothing is published.
    assert publishing._publish(MAY, None, None) is False


def test_the_demonstration_is_finished_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    renewed: list[bool] = []
    monkeypatch.setattr(publishing, "publish", lambda: False)
    monkeypatch.setattr(building, "renew", lambda: renewed.append(True))
    said = StringIO()
    Command(stdout=said)._bring_up()
    assert "Not every month was published" in said.getvalue()
    assert renewed

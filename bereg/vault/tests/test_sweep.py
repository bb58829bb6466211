"""Keys of records that were never stored go after a day; every other key stays."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from bereg.vault import actions, spare_keys
from bereg.vault.models import Key, LedgerLine
from bereg.vault.tests.samples import sample

pytestmark = pytest.mark.django_db


def test_only_old_keys_without_a_record_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_keys, "BATCH", 2)
    centre = uuid4()
    stored, spare, fresh = ([sample(centre) for _ in range(3)] for _ in range(3))
    for each in (*stored, *spare, *fresh):
        actions.seal_all(each, {"narrative": "a text", "telephone": "16"})
    old = timezone.now() - dt.timedelta(hours=25)
    Key.objects.filter(record__in=[each.pk for each in (*stored, *spare)]).update(made_at=old)
    there = {each.pk for each in stored}

    def existing(asked: list[UUID]) -> set[UUID]:
        return there & set(asked)

    assert actions.sweep_spare_keys(existing) == 6
    left = set(Key.objects.values_list("record", flat=True))
    assert left == there | {each.pk for each in fresh}
    assert not LedgerLine.objects.exists()
    assert actions.sweep_spare_keys(existing) == 0

"""One state of the database is seen throughout, while others write; what is written afterwards is written as ever."""

import pytest
from django.contrib.auth.models import Group

from bereg.core.snapshot import snapshot
from tests.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_what_others_write_meanwhile_is_seen_afterwards() -> None:
    with snapshot():
        assert not Group.objects.exists()
        [made] = at_once(lambda: Group.objects.create(name="meanwhile"))
        assert isinstance(made, Group)
        assert not Group.objects.exists()
    assert Group.objects.get() == made
    # Transactions are again of those that wait for each other instead of failing.
    both = at_once(*(lambda name=name: Group.objects.get_or_create(name=name)[1] for name in ("one", "two")))
    assert both == [True, True]

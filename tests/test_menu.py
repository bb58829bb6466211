"""The menu: at most six entries in a row, the rest under the name."""

import pytest
from django.test import Client

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from conftest import make_user


@pytest.mark.parametrize("role", list(Role))
def test_the_row_has_at_most_six_entries_and_nothing_is_lost(centre: Centre, client: Client, role: Role) -> None:
    client.force_login(make_user(centre, role, "Somebody 01"))
    shown = client.get("/account/").context["navigation"]
    assert len(shown.row) <= 6
    row = [place.address for place in shown.row]
    if role is Role.SUPERVISOR:
        assert row == ["/today/", "/board/", "/enquiries/new/", "/inbox/", "/find/", "/figures/"]
        more = {place.address for place in shown.more}
        assert more >= {"/people/", "/centres/", "/approvals/", "/audit/", "/retention/", "/questionnaire/"}
    assert not set(row) & {place.address for place in shown.more}

"""Which acts ask for the second factor again, written down a second time: none loses the question unseen."""

from django.urls import URLPattern

from tests.addresses import routes

ASKS_AGAIN = {
    "choose_role",
    "own_account",
    "vault:first_sheets",
    "centres:new_centre",
    "centres:centre",
    "centres:add_line",
    "centres:line",
    "centres:people",
    "centres:change_person",
    "holds:lift_hold",
    "holds of conversations.thread:lift_hold",
    "retention:believe_clock",
    "accounts:ask_approval",
    "accounts:decide",
    "emergency_access:open_glass",
    "report:export",
    "commentary:put_out",
    "commentary:end",
    "publishing:publish_release",
    "publishing:withdraw_release",
}


def asks_again(route: URLPattern) -> bool:
    """Tell whether the view of an address asks."""
    return getattr(route.callback, "asks_again", False)


def test_each_dangerous_act_asks_for_the_second_factor_again() -> None:
    assert {name for name, route in routes() if asks_again(route)} == ASKS_AGAIN

"""The HTML of every address, as somebody who may open it receives it, keeps the grammar."""

from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client

from bereg.accounts.roles import Role
from tests.addresses import PAGES
from tests.journeys.grammar import faults
from tests.test_access_matrix import ask, signed_in
from tests.world import Site

pytestmark = [pytest.mark.once("the HTML is the same with any database"), pytest.mark.usefixtures("clock_stands")]
# A page is looked at as the first of these who is shown one there: those who open most come first, a stranger last.
KINDS = (Role.SUPERVISOR, Role.ADMIN, Role.OPERATOR, Role.LAWYER, Role.INTERN, None)
FILES_AND_PIECES = (
    "ask:events ask:news conversations:events conversations:file conversations:news conversations:play "
    "campaign_code:opened campaigns:codes_file campaigns:material_file campaigns:qr_picture "
    "dangers:strip dangers:waiting desk:board_now desk:token figure_letters:file health mailbox:raw "
    "outside_series:chart "
    "public_site:catalogue public_site:chart public_site:feed public_site:front_door public_site:hsds "
    "public_site:logo public_site:release_file public_site:robots public_site:security public_site:site_map "
    "questionnaire:source questionnaire:workbook reference:found report:chart report:monthly_chart "
    "report:trend_chart session_state signals:signal_chart tasks:calendar"
)
# Nobody and nothing here is in the state that they are for. The journeys look at the figures of a release, at the
# pages of an import, at a consultation, a practice and a check request; the long crawl of the demonstration at whatever
# links reach.
NOT_OF_THIS_WORLD = (
    "account_reauthenticate account_reset ask:ask ask:talk centres:join choose_role consultations:consultation "
    "desk:welcome desk:words emergency_access:glass importing:column importing:mapping importing:run importing:text "
    "mfa_activate_totp mfa_authenticate mfa_edit_webauthn mfa_login_webauthn mfa_reauthenticate_webauthn "
    "mfa_remove_webauthn mfa_view_recovery_codes public_site:centre public_site:guide public_site:over_time "
    "public_site:release public_site:table public_site:theme second_factor_needed signals:note_signal "
    "training:practice violations:check"
)
# A form that was sent empty is shown again, with its errors.
SHOWN = {"GET": {200}, "POST": {200, 422}}
NO_PAGE = frozenset(f"{FILES_AND_PIECES} {NOT_OF_THIS_WORLD}".split())


@pytest.fixture
def here(world: tuple[Site, Site]) -> Site:
    """A centre with one of everything."""
    return world[0]


def is_page(answer: HttpResponse) -> bool:
    """Tell a whole page from a piece of one, and from a file."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return is_html and answer.content.lstrip()[:9].lower() == b"<!doctype"


def test_every_page_keeps_the_grammar(here: Site) -> None:
    """By GET, and then with the errors of an empty form, which may end a session."""
    browsers = {role: signed_in(role, here.centre) if role else Client() for role in KINDS}
    found, opened = [], set()
    for method, (name, page) in product(("GET", "POST"), PAGES.items()):
        takes = not page.takes or method in page.takes
        for role in [each for each in KINDS if takes and (page.roles is None or each in page.roles)]:
            answer = ask(browsers[role], method, here.address(name))
            if is_page(answer):
                found += [f"{method} {name}: {fault}" for fault in faults(answer.content.decode())]
            if is_page(answer) and answer.status_code in SHOWN[method]:
                opened |= {name} if method == "GET" else set()
                break
    assert not found, "\n".join(found)
    shown = {name for name, page in PAGES.items() if page.takes != "POST"}
    assert shown - opened == NO_PAGE, (sorted(shown - opened - NO_PAGE), sorted(NO_PAGE - (shown - opened)))

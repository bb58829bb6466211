"""Every page, wide and narrow, light and dark: no barrier, no sideways scroll, no broken policy, no third party."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres import staffing
from bereg.centres.models import Centre
from bereg.publications.actions import Prepared, keep
from bereg.publications.formats.tests import invented
from bereg.publications.models import Release
from bereg.publishing.frames import Frame
from bereg.publishing.models import Preparation
from bereg.publishing.refusals import Reason
from bereg.publishing.tasks import prepare_release
from bereg.questionnaire import publishing as questionnaire
from conftest import make_user
from tests.journeys.conftest import FOR_A_PERSON, TOO_WIDE, WIDE, watch
from tests.journeys.grammar import faults

pytestmark = [
    pytest.mark.once("what the accessibility checker finds does not depend on the database"),
    pytest.mark.django_db(transaction=True),
]

# The pages that are walked here, by name. Those that need a record get it below.
PUBLIC = [
    "public_site:home",
    "public_site:figures",
    "public_site:release",
    "public_site:choose_table",
    "public_site:table",
    "public_site:theme",
    "account_login",
    "account_inactive",
    "account_reset",
    "reset_mailed",
    "centres:join",
    "centres:join_mailed",
]
STAFF = [
    "own_account",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "signed_in_again",
    "mfa_index",
    "mfa_list_webauthn",
    "centres:people",
    "centres:centres",
    "centres:centre",
    "centres:new_centre",
    "centres:line",
    "desk:today",
    "desk:new_enquiry",
    "desk:find",
    "tasks:new_free_task",
    "tasks:appointments",
    "tasks:open_tasks",
    "shifts:new_note",
    "shifts:roster",
    "shifts:languages",
    "shifts:own_languages",
    "accounts:approvals",
    "accounts:notices",
    "emergency_access:glass_reviews",
    "audit_review:acts",
    "dangers:dangers",
    "dangers:steps",
    "retention:retention",
    "training:given_practices",
    "report:report",
    "signals:signals",
    "questionnaire:current",
    "questionnaire:publish",
]
# Which of them each walk opens, by how the names begin. An administrator sees no desk.
OF_ADMINISTRATOR = ("centres", "own", "account", "mfa", "questionnaire", "signed_in_again")
OF_SUPERVISOR = (
    "desk:",
    "tasks:",
    "shifts:",
    "dangers:",
    "training:",
    "accounts:",
    "emergency_access:",
    "audit_review:",
    "retention:",
    "report:",
    "signals:",
    "questionnaire:current",
    "centres:people",
)
# After the password was asked again a moment ago: the session of a real sign-in.
FRESH = ["mfa_activate_totp", "mfa_add_webauthn"]
# Walked by its own test, since it exists only while nobody does.
EMPTY = ["desk:welcome"]
# Answers to a form, downloads, parts of a page, and pages that other journeys walk, each with its room.
NOT_WALKED = {
    "public_site:front_door",  # only leads on
    # test_public_help.py
    *(f"public_site:{each}" for each in ("help", "situation", "guide", "services", "agencies", "quotas")),
    *(f"public_site:{each}" for each in ("documents", "document")),
    "public_site:release_file",
    "public_site:chart",
    "public_site:over_time",
    "public_site:logo",
    "public_site:centre",  # as public_site:theme
    # for programs
    *(f"public_site:{each}" for each in ("feed", "catalogue", "hsds", "robots", "site_map", "security")),
    "mfa_authenticate",  # between two steps of signing in
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "second_factor_needed",  # test_sign_in.py
    "session_state",
    "health",  # a word for whatever watches the server
    "try_mail",
    "language",
    "choose_role",
    "centres:setting_up",  # test_first_run.py
    "centres:look_at_step",
    "centres:dismiss_setting_up",
    "centres:switch_role",
    "centres:change_person",
    "centres:revoke_invitation",
    "centres:set_hours",
    "centres:set_day",
    "centres:add_line",
}
NARROW: ViewportSize = {"width": 320, "height": 844}  # also 1280 enlarged four times (WCAG 1.4.10)
Look = Callable[[Page], list[str]]


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Yield the full name of every address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = ":".join(filter(None, (space, one.namespace or "")))
            yield from names(one.url_patterns, inner)
        elif one.name:
            yield f"{space}:{one.name}" if space else one.name


def test_every_page_is_on_one_list_or_the_other() -> None:
    mine = {"public_site", "centres", ""}
    known = {*PUBLIC, *STAFF, *FRESH, *EMPTY, *NOT_WALKED}
    forgotten = {
        name
        for name in names(get_resolver().url_patterns)
        if name not in known and (name.split(":")[0] if ":" in name else "") in mine
    }
    assert not forgotten, f"walk these pages here, or say why not: {forgotten}"
    assert known <= set(names(get_resolver().url_patterns)), "a page on the lists is gone"


def test_every_page_of_the_staff_is_walked_by_somebody() -> None:
    """A name that begins as none of the walks has it would stand on the list and be opened by nobody."""
    assert not [name for name in STAFF if not name.startswith((*OF_ADMINISTRATOR, *OF_SUPERVISOR))]


@pytest.fixture
def walker(browser: Browser, site: str, faults: list[str]) -> Iterator[Page]:
    """A page that is looked at in each size."""
    context = browser.new_context(base_url=site, locale="ru-RU", viewport=WIDE)
    page = context.new_page()
    watch(page, site, faults)
    yield page
    context.close()
    assert not faults, faults


@pytest.fixture
def in_each_size(walker: Page, axe_by_day_and_night: Look) -> Look:
    """Return what is wrong with a page, narrow under a thumb and then wide, which loads nothing anew."""
    thumb = walker.context.new_cdp_session(walker)

    def check(page: Page) -> list[str]:
        found = []
        for size, has_touch in ((NARROW, True), (WIDE, False)):
            page.set_viewport_size(size)
            thumb.send("Emulation.setTouchEmulationEnabled", {"enabled": has_touch})
            assert page.evaluate("matchMedia('(pointer: coarse)').matches") == has_touch
            found += [f"{size['width']} {line}" for line in axe_by_day_and_night(page)]
            if (over := page.evaluate(TOO_WIDE)) > 0:
                found.append(f"{page.url} scrolls sideways by {over} pixels at {size['width']}")
        return found

    return check


def walk(page: Page, addresses: list[str], look: Look) -> None:
    """Open each page, and find nothing wrong with any."""
    found: list[str] = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status >= 400:
            found.append(f"{address} answers {answer.status}")
            continue
        found += look(page)
        found += [f"{address} {fault}" for fault in faults(answer.text())]
    assert not found, "\n".join(found)


@pytest.fixture
def everything(centre: Centre) -> User:
    """An administrator with a bit of everything to look at; supervisors see the desk."""
    questionnaire.publish_standard()
    return make_user(centre, Role.ADMIN, "Administrator 01")


def walked_by(begins: tuple[str, ...]) -> list[str]:
    return [name for name in STAFF if name.startswith(begins)]


def addresses_of(listed: list[str], centre: Centre) -> list[str]:
    line = centre.lines.first()
    assert line
    known = {"centres:centre": [centre.pk], "centres:line": [line.pk]}
    return [reverse(name, args=known.get(name)) for name in listed]


def test_the_checker_finds_a_barrier(
    page: Page, centre: Centre, operator: User, axe: Callable[[Page], list[str]]
) -> None:
    page.goto("/en/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any("html-has-lang" in one for one in axe(page))


def test_rules_that_are_left_out_only_ask_a_person(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.set_content("<a href='/' aria-describedby='one'>on</a><p id='one'>once</p><p id='one' hidden>twice</p>")
    axe(page)  # which brings the checker
    found = page.evaluate("rules => axe.run({runOnly: {type: 'rule', values: rules}})", FOR_A_PERSON)
    assert {each["id"] for each in found["incomplete"]} == {*FOR_A_PERSON}
    assert found["violations"] == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<span><ul><li>one</ul></span>", "ul inside span"),
        ("<p><a href='/'><ul></ul></a></p>", "unexpected-end-tag"),
        ("<dl></dl>", "dl without"),
        ("<dl><div><dt>name</dt></div></dl>", "dl without"),
        ('<div><?xml version="1.0"?><svg></svg></div>', "question-mark"),
        ("<ul><div>one</div></ul>", "ul holds div"),
        ("<a href='/'><button>one</button></a>", "button inside a"),
        ("<p id='one'></p><p id='one'></p>", "'one' stands 2 times"),
        ("<label for='other'>one</label>", "which is not there"),
        ("<p class='one' class='two'></p>", "duplicate-attribute"),
    ],
)
def test_the_grammar_finds_a_fault(page: str, fault: str) -> None:
    whole = "<!doctype html><html lang='en'><title>one</title><body>{}</body></html>"
    assert any(fault in each for each in faults(whole.format(page))), faults(whole.format(page))
    assert faults(whole.format("<dl><div><dt>name</dt><dd>value</dd></div></dl>")) == []


def publish_a_year(by: User) -> Release:
    """Publish invented figures."""
    prepared = Prepared(invented.content(), [], Frame.now().kept(), [], "")
    made = keep(first=date(2007, 5, 1), last=date(2008, 5, 1), prepared=prepared, by=by)
    Release.objects.update(published_at=made.prepared_at)
    return made


def ask_for_two(by: User) -> list[str]:
    """Let one release be under way, and another one be refused; return their pages."""
    asked = {"asked_by": by, "asked_at": timezone.now(), "task": prepare_release.enqueue(preparation="-").id}
    refused = {"ended_at": timezone.now(), "reason": Reason.CUBES, "about": {"month": "2007-05", "cube": "enquiries"}}
    made = [
        Preparation.objects.create(first_month=date(2007, 5, 1), last_month=date(2007, 5, 1), **asked, **more)
        for more in ({"done": 3, "total": 21}, refused)
    ]
    return [reverse("publishing:preparation", args=[each.pk]) for each in made]


def test_public_pages(walker: Page, centre: Centre, everything: User, operator: User, in_each_size: Look) -> None:
    join = reverse("centres:join", args=[staffing.invite(centre=centre, role=Role.OPERATOR, by=everything)])
    secret = staffing.offer_reset(user=operator, with_second_factor=True, by=everything)
    reset = reverse("account_reset", args=[secret])
    dead = reverse("centres:join", args=["dead"])
    publish_a_year(operator)
    figures = ["/en/figures/", "/ru/figures/2007-05_2008-05/"]
    figures += ["/uz/figures/choose/?table=gender", "/tg/figures/2007-05_2008-05/all/gender/"]
    figures += ["/ru/figures/2007-05_2008-05/people/", "/uz/figures/2007-05_2008-05/ways/"]
    mailed = [reverse(name, args=[secret[:43]]) for name in ("reset_mailed", "centres:join_mailed")]
    own = ["/account/login/", "/account/inactive/", join, reset, *mailed]
    walk(walker, ["/ru/", "/en/", "/uz/", "/tg/", *figures, *own], in_each_size)
    walker.goto(dead)
    assert not in_each_size(walker)
    walker.goto("/nothing-here/")
    assert not in_each_size(walker)


def test_what_a_demonstration_says_of_itself(
    walker: Page,
    settings: Any,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    in_each_size: Look,
) -> None:
    """On every page, before the header; and at the sign-in its accounts."""
    settings.DEMONSTRATION = True
    questionnaire.publish_standard()
    walk(walker, ["/en/", "/tg/", "/account/login/"], in_each_size)
    signed_in(walker, supervisor)
    walk(walker, [reverse("desk:today"), reverse("desk:new_enquiry")], in_each_size)


def test_the_first_run(walker: Page, db: None, in_each_size: Look) -> None:
    walk(walker, ["/welcome/"], in_each_size)
    walker.click("#set-up")  # the browser itself asks for what is missing; the next press is the server's
    walker.evaluate("document.querySelector('main form').noValidate = true")
    walker.click("#set-up")
    walker.wait_for_selector("[role=alert]")
    assert not in_each_size(walker)


def test_pages_of_an_administrator(
    walker: Page,
    centre: Centre,
    everything: User,
    signed_in: Callable[[Page, User], None],
    in_each_size: Look,
) -> None:
    signed_in(walker, everything)
    walk(walker, addresses_of(walked_by(OF_ADMINISTRATOR), centre), in_each_size)


@pytest.mark.usefixtures("everything")
def test_pages_of_a_supervisor(
    walker: Page,
    centre: Centre,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    in_each_size: Look,
) -> None:
    staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    signed_in(walker, supervisor)
    walk(walker, addresses_of(walked_by(OF_SUPERVISOR), centre), in_each_size)
    release = publish_a_year(supervisor)
    walk(
        walker,
        [
            *ask_for_two(supervisor),
            "/figures/releases/",
            "/figures/releases/tables/",
            f"/figures/releases/{release.pk}/",
        ],
        in_each_size,
    )


def test_pages_after_the_password(
    walker: Page,
    centre: Centre,
    everything: User,
    sign_in: Callable[[Page, User], None],
    in_each_size: Look,
) -> None:
    sign_in(walker, everything)
    walk(walker, addresses_of(FRESH, centre), in_each_size)

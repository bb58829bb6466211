"""From the home page to a guide and to the number, without script, on a telephone, in every language; and axe."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.kinds import CentreScope
from bereg.centres.models import Centre
from bereg.core.languages import AWAITING
from bereg.guides.choices import Situation
from bereg.guides.sample import sample
from bereg.public_site.tests.in_force import guide, put_in_force
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.models import ReferenceEntry
from bereg.reference.register_lists import compare, take_in
from bereg.reference.texts import Text
from conftest import make_user
from tests.journeys.conftest import TOO_WIDE, watch

pytestmark = [
    pytest.mark.once("what a browser shows does not depend on the database"),
    pytest.mark.django_db(transaction=True),
]
BODY = "# What to do\n1. Call us.\n2. Note who took it.\n\n# Warning signs\n- “Work off your debt.”\n"
PAGES = ("", "help/", "help/held/", "help/guide/{}/", "services/", "services/RU-AST/", "agencies/", "quotas/RU-AST/")


def say_as_much_as_can_be(centre: Centre) -> None:
    """Let the home page say the most above the situations: a number for danger, languages, and closed for days."""
    Centre.objects.filter(pk=centre.pk).update(emergency_number="8 800 000 00 17", spoken=["ru", "uz", "tg"])
    centre.hours.exclude(weekday=(timezone.localdate().weekday() + 3) % 7).delete()


@pytest.fixture
def entry(centre: Centre, operator: User) -> ReferenceEntry:
    """One of everything; the guide is in Russian and English alone."""
    say_as_much_as_can_be(centre)
    held = {"sort": "ngo", "phones": ["8 800 000 00 21"], "languages": ["ru", "uz"], "cost": "free"}
    hours = {"zone": "Europe/Moscow", "hours": {str(weekday): [["09:00", "18:00"]] for weekday in range(7)}}
    put_in_force("service", {"ru": Text("Юридическая помощь")}, {**held, **hours}, regions=("RU-AST",))
    months = {"2008-11": {"granted": 900, "used": 780, "source": "Выдуманная служба"}}
    quota = {"region": "RU-AST", "scheme": "isco-08", "occupation": "7112", "months": months}
    put_in_force("quota", {"ru": Text("Квота")}, quota, regions=("RU-AST",))
    rows = [
        Incoming(
            name, EntryDraft("ru", {"ru": Text(name)}, {"licence": "Л-00016", "status": "licensed"}, is_public=True)
        )
        for name in ("Агентство «Вымысел-Сервис международного трудоустройства»", "Выдумка")
    ]
    listed = compare("agency", Reading(rows, is_whole=True))
    take_in(listed, source="Выдуманный перечень", as_of=timezone.localdate(), by=operator)
    for situation in set(Situation) - {Situation.HELD}:
        guide(situation=situation)
    texts = {"en": Text("Passport taken", body=BODY), "ru": Text("Забрали паспорт", body=BODY)}
    return guide(is_danger=True, texts=texts)


@pytest.mark.parametrize("language", [language for language, _name in settings.PUBLIC_LANGUAGES])
def test_without_script_from_home_to_a_guide_and_the_number(
    browser: Browser, site: str, faults: list[str], entry: ReferenceEntry, language: str
) -> None:
    phone: ViewportSize = {"width": 390, "height": 844}
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport=phone, has_touch=True)
    page = context.new_page()
    watch(page, site, faults)
    page.goto(f"/{language}/")
    expect(page.locator(".awaits-reader")).to_have_count(int(language in AWAITING))
    for shown in (".call-number", ".emergency-number", "#quick-exit"):
        expect(page.locator(shown)).to_be_in_viewport(ratio=1)
    expect(page.locator(".situations a")).to_have_count(6)
    for way in page.locator(".situations a").all():
        expect(way).to_be_in_viewport(ratio=1)  # at once, without scrolling
        assert (way.bounding_box() or {"height": 0})["height"] >= 44
    page.click(f".situations a[href='/{language}/help/held/']")
    page.click(f"a[href='/{language}/help/guide/{entry.pk}/']")
    expect(page.locator("a[href='tel:88000000016']")).to_be_in_viewport()
    page.locator(".public-footer").scroll_into_view_if_needed()
    expect(page.locator("#quick-exit")).to_be_in_viewport()
    page.goto(f"/{language}/services/")
    page.select_option("#id_region", "RU-AST")
    page.click(".look-up button")
    expect(page.locator(".service")).to_have_count(1)
    page.goto(f"/{language}/agencies/")
    page.fill("#id_name", "Nobody at all")
    page.click(".look-up button")
    expect(page.locator(".notice.danger strong")).to_contain_text("Nobody at all")
    for address in PAGES:
        page.goto(f"/{language}/{address.format(entry.pk)}")
        expect(page.locator("#quick-exit")).to_be_in_viewport()
        assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} scrolls sideways"
    assert context.cookies() == []
    context.close()
    assert not faults, faults


def test_no_barrier_on_what_can_be_looked_up(
    page: Page, entry: ReferenceEntry, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    found = []
    for address in (*PAGES, "agencies/?name=Nobody"):
        page.goto(f"/uz/{address.format(entry.pk)}")
        found += axe_by_day_and_night(page)
    assert not found, "\n".join(found)


def test_no_barrier_where_a_document_is_filled_in(
    page: Page, centre: Centre, supervisor: User, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    make_user(centre, Role.EDITOR, "Editor 01")
    make_user(centre, Role.LAWYER, "Lawyer 01")
    centre.scope = CentreScope.NATIONAL
    sample(centre)
    page.set_viewport_size({"width": 390, "height": 844})
    found = []
    for address in ("/ru/documents/", f"/ru/documents/{demonstration_id('entry', 'sample_claim_wages')}/"):
        page.goto(address)
        found += axe_by_day_and_night(page)
        assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} scrolls sideways"
    assert not found, "\n".join(found)

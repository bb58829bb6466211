"""Two change one search: nobody overwrites what a colleague wrote unseen."""

from typing import Any

from bereg.accounts.models import User
from bereg.searches import actions
from bereg.searches.choices import Risk
from bereg.searches.models import SearchRequest
from bereg.searches.tests.conftest import browser_of, now, page_of, requested


def typed(**changes: Any) -> dict[str, Any]:
    said = {"relation": "parent", "verified": "details", "names": "Jamshed", "born": "1984", "origin": "TJ"}
    return {**said, "last_seen": "", "route": "", "risk": "agreed", "version": "1", **changes}


def declined_meanwhile(search: SearchRequest, by: User) -> None:
    """A colleague notes that the relative said no to police and embassies."""
    actions.change(search=search, version=1, request=requested(risk=Risk.DECLINED), by=by)


def test_a_form_that_was_wrong_overwrites_no_colleague(search: SearchRequest, supervisor: User) -> None:
    declined_meanwhile(search, supervisor)
    browser, page = browser_of(supervisor), page_of("change_search", search)
    wrong = browser.post(page, typed(names=""))
    assert wrong.status_code == 422
    assert 'name="version" value="1"' in wrong.content.decode()
    assert browser.post(page, typed(version=str(wrong.context["version"]))).status_code == 409
    assert now(search).risk == Risk.DECLINED


def test_a_stale_form_shows_both(search: SearchRequest, supervisor: User) -> None:
    declined_meanwhile(search, supervisor)
    stale = browser_of(supervisor).post(page_of("change_search", search), typed())
    shown = stale.content.decode()
    assert stale.status_code == 409
    for words in ("What stands now", Risk.DECLINED.label, "Рахмонов", "to a melon field", "Jamshed"):
        assert str(words) in shown
    assert 'name="version" value="2"' in shown

"""What stands on the page of a dispatch about its links, and what ends with it."""

from uuid import uuid4

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.dispatch.choices import OUT
from bereg.dispatch.models import Dispatch
from bereg.enquiries.part_texts import PartText, opened
from bereg.partner_links.forms import PartnerLinkForm
from bereg.partner_links.making import end_all
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.queries import links_of


def page(dispatch: Dispatch, person: User) -> Panel | None:
    """Return the links of a dispatch for whoever works on it, with what was answered by them."""
    if not dispatch.is_reached_by(person):
        return None
    links, may = list(links_of(dispatch)), dispatch.state in OUT and bool(dispatch.content)
    if not links and not may:
        return None
    for each in links:
        each.dispatch = dispatch
    shows = {
        "dispatch": dispatch,
        "links": [(each, _words(each, person)) for each in links],
        "living": any(each.lives for each in links),
        "form": PartnerLinkForm(initial={"id": uuid4()}) if may else None,
    }
    return Panel("partner_links/panel.html", shows)


def over(dispatch: Dispatch) -> None:
    """End every link of what was called back, or is over."""
    end_all(dispatch, by=None)


def _words(link: PartnerLink, person: User) -> PartText:
    return opened(link, "words", by=person) if link.words else PartText()

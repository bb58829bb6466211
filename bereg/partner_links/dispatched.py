"""What stands on the page of a dispatch about its links, and what ends with it."""

from uuid import UUID, uuid4

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.dispatch import hindrances
from bereg.dispatch.choices import OUT
from bereg.dispatch.models import Dispatch
from bereg.enquiries.part_texts import PartText, opened
from bereg.partner_links.forms import PartnerLinkForm
from bereg.partner_links.making import end_all
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.queries import links_of, without_link


def page(dispatch: Dispatch, person: User) -> Panel | None:
    """Return the links of a dispatch for whoever works on it, with what was answered by them."""
    if not dispatch.is_reached_by(person):
        return None
    links, may = list(links_of(dispatch)), dispatch.state in OUT and bool(dispatch.content)
    if not links and not may:
        return None
    for each in links:
        each.dispatch = dispatch
    is_next = bool(hindrances.out_of_reach([dispatch]))
    shows = {
        "dispatch": dispatch,
        "links": [(each, _words(each, person)) for each in links],
        "living": any(each.lives for each in links),
        "form": _form(is_next=is_next) if may else None,
        "is_next": is_next,
    }
    return Panel("partner_links/panel.html", shows)


def out_of_reach(dispatches: list[Dispatch]) -> set[UUID]:
    """Return which of these nobody has read by a link and no link opens: it was not made, has ended, or is too old."""
    return set(without_link(dispatches).values_list("pk", flat=True))


def over(dispatch: Dispatch) -> None:
    """End every link of what was called back, or is over."""
    end_all(dispatch, by=None)


def _form(*, is_next: bool) -> PartnerLinkForm:
    """Return the form of a new link, with the focus where that is what is left to do."""
    form = PartnerLinkForm(initial={"id": uuid4()})
    if is_next:
        form.fields["days"].widget.attrs["autofocus"] = True
    return form


def _words(link: PartnerLink, person: User) -> PartText:
    return opened(link, "words", by=person) if link.words else PartText()

"""Links to partners of our own days: one that nobody has opened yet, and one by which a partner has answered."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.centres.models import Centre
from bereg.dispatch.choices import DispatchState, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.partner_links.answering import answer
from bereg.partner_links.choices import LinkAnswer, LinkDays
from bereg.partner_links.making import make
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.opening import prove, use

RECENT = dt.timedelta(days=7)
WORDS = "Вымышленный ответ: запишем на вторник. Пусть человек возьмёт с собой всё, что осталось от документов."


def renew(centre: Centre) -> None:
    """Make a link for each letter of these days that leaves by one, and let the partner answer every other."""
    sent = Dispatch.objects.of_centres([centre]).filter(way=SendingWay.LINK, state=DispatchState.SENT)
    sent = sent.filter(sent_at__gte=timezone.now() - RECENT)
    beside = ("centre", "enquiry__centre", "enquiry__assignee", "recipient__published", "sent_by")
    for number, dispatch in enumerate(sent.select_related(*beside).order_by("sent_at")):
        if not PartnerLink.objects.through(dispatch=dispatch).exists():
            _make(dispatch, is_answered=number % 2 == 0)


def _make(dispatch: Dispatch, *, is_answered: bool) -> None:
    if dispatch.sent_by is None:
        return
    own = demonstration_id("partner link", str(dispatch.pk))
    link, code = make(id=own, dispatch=dispatch, days=LinkDays.WEEK, by=dispatch.sent_by)
    proven = prove(link.pk, code) if is_answered else None
    form = use(proven) if proven else None
    opened = prove(form.link.pk, form.code) if form else None
    if opened:
        answer(opened.link, LinkAnswer.ACCEPTED, WORDS)

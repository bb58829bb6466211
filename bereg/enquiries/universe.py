"""How enquiries are counted."""

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.models import Centre
from bereg.centres.universes import Fact, Universe, Words
from bereg.contacts.channels import Channel
from bereg.contacts.languages import counted
from bereg.enquiries.matter_columns import YES, matter_columns
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.questionnaire.answers import UNANSWERED

CITIZENSHIP = "citizenship"
OF_MATTERS = matter_columns()


def facts_of(enquiries: QuerySet[Enquiry], centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know, with a lean query for each column, whatever the number of enquiries.

    Channel and language are those of the first contact.
    """
    of_matters = [set(column.of(enquiries)) for column in OF_MATTERS]
    links = EnquiryContact.objects.through(enquiry__in=enquiries.order_by())
    # The earliest contact comes last and so stays; of two of the same day without a time, the one entered first.
    links = links.order_by("-contact__started_at", "-contact__entered_at")
    firsts = {
        pk: (channel, counted(language))
        for pk, channel, language in links.values_list("enquiry_id", "contact__channel", "contact__language")
    }
    columns = enquiries.values_list("pk", "questionnaire_id", "answers", "topics")
    for pk, questionnaire_id, answers, topics in columns.iterator():
        group = group_of(answers.get(CITIZENSHIP, ""), centre.country)
        said = ("yes" if pk in found else "" for found in of_matters)
        yield Fact((*firsts.get(pk, ("", "")), *said), group, questionnaire_id, answers, topics)


def group_of(citizenship: str, country: str) -> str:
    """Return the group of an answer about citizenship; "" where there is none."""
    if not citizenship or citizenship in UNANSWERED:
        return ""
    return "citizens" if citizenship == country else "foreigners"


UNIVERSE = Universe(
    name="enquiries",
    model=Enquiry,
    at="opened_at",
    columns={"channel": Channel.choices, "language": (), **{column.name: YES for column in OF_MATTERS}},
    facts=facts_of,
    words=Words(
        total=lambda n: ngettext(
            "The figures of this month hold %(counter)s enquiry.",
            "The figures of this month hold %(counter)s enquiries.",
            n,
        ),
        share=lambda n: ngettext("of %(base)s enquiry", "of %(base)s enquiries", n),
        commonest=lambda n: ngettext(
            "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiry.",
            "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiries.",
            n,
        ),
    ),
    grouped=True,
    questionnaire="questionnaire",
    titles={"enquiries": _("Citizens and foreigners"), **{column.name: column.title for column in OF_MATTERS}},
    # Finds a change that was saved earlier and became visible later than the newest one.
    state={"newest": Max("changed_at"), "versions": Sum("version")},
    counts=Q(mistake="", is_received=False),
)

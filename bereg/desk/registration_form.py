"""The one-page form as a whole: the contact's part, the matter's part, and the questionnaire they belong to."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from bereg.accounts.access import StaffRequest
from bereg.answers.call_answers import CallAnswers
from bereg.answers.choices import WarningSign
from bereg.answers.queries import Chip, chips_of
from bereg.centres.clock import in_zone
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Anonymous, Channel
from bereg.contacts.forms import ContactForm, usual_way
from bereg.contacts.queries import ContactPlace, last_way_of, places_of
from bereg.core.panels import Panel
from bereg.desk.form_questions import Asked, ShownChoice, questions_on_page, topics_on_page
from bereg.enquiries.drafts import DraftMark
from bereg.enquiries.form_along import panels_along, sent_along
from bereg.enquiries.forms import ANSWER, MatterForm
from bereg.enquiries.frequent_choices import Usage, used_at
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import Enquiry, version_of_form
from bereg.enquiries.registration import Matter, Registration
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import Version, current_version, form_of
from bereg.tasks.outcome_form import OutcomeForm

Fields = MultiValueDict[str, str]
# What a page sends that is no part of the form as typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "act", "without", "untouched", "shown"})
ABOUT = "about"  # the field that says that it is about somebody else
TAKES_CALL_IN = "takes_call_in"  # the field of a correction that says so


class NoPlaceError(Exception):
    """The person works at no centre, so nothing can be registered."""


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """Return the fields of a form as they were typed."""
    return {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}


def consent_in(fields: Mapping[str, list[str]]) -> Consent:
    """Read the consent out of a form's fields; anything unknown counts as not asked."""
    typed = (fields.get("consent") or [""])[-1]
    return Consent(typed) if typed in Consent.values else Consent.NOT_ASKED


@dataclass(frozen=True)
class RegistrationSheet:
    """One form of one operator, valid or not."""

    id: UUID
    fields: Fields
    places: list[ContactPlace]
    is_checked: bool = False  # whether the page shows what is wrong

    @cached_property
    def place(self) -> ContactPlace:
        """The line or centre chosen; the first where none was."""
        return next((each for each in self.places if each.code == self.fields.get("line")), self.places[0])

    @cached_property
    def version(self) -> Version:
        """The questionnaire's version that the page was shown with, if it is still known, else the one in force."""
        try:
            shown = version_of_form(UUID(self.fields.get("questionnaire", "")), self.place.centre)
        except ValueError:
            shown = None
        return shown or current_version(self.place.centre)

    @cached_property
    def questionnaire(self) -> Form:
        return form_of(self.version, home_country=self.place.centre.country)

    @cached_property
    def now(self) -> dt.datetime:
        """The moment by the centre's own clock, so that an expression's today() is the day there."""
        return in_zone(timezone.now(), self.place.centre)

    @cached_property
    def contact(self) -> ContactForm:
        return ContactForm(self.fields, places=self.places)

    @cached_property
    def matter(self) -> MatterForm:
        return MatterForm(
            self.fields, questionnaire=self.questionnaire, country=self.place.centre.country, now=self.now
        )

    @cached_property
    def promise(self) -> OutcomeForm:
        """What the outcome promises: until when, and what to ask."""
        return OutcomeForm(self.fields, centre=self.place.centre)

    @property
    def takes_call_in(self) -> bool:
        """Whether it is a correction with what came of a call that joined before anybody agreed to its being kept."""
        return bool(self.fields.get(TAKES_CALL_IN))

    @property
    def is_about_another(self) -> bool:
        """Tell whether the caller speaks of somebody else, and anything of that person may be kept."""
        return bool(self.fields.get(ABOUT)) and self.consent == Consent.YES

    @cached_property
    def answers(self) -> CallAnswers:
        """What was told, sent and ticked in this call."""
        return CallAnswers.read(self.fields)

    @property
    def along(self) -> list[Panel]:
        """What came before the form, as the page shows it."""
        return panels_along(self.fields)

    @cached_property
    def came_before(self) -> list[str]:
        """What came before the form and is stored with it, in one spelling."""
        return sent_along(self.fields)

    @property
    def chips(self) -> list[Chip]:
        """What was told in this call, as the page shows it."""
        return chips_of(self.answers.given)

    @property
    def signs(self) -> list[tuple[WarningSign, bool]]:
        """The warning signs of an agency, and whether each is ticked."""
        return [(sign, sign in self.answers.signs) for sign in WarningSign]

    @property
    def consent(self) -> Consent:
        """The consent as it stands on the page."""
        return consent_in({"consent": self.fields.getlist("consent")})

    @property
    def mark(self) -> DraftMark:
        """What tells its draft from others: the channel, the line, the first topic, as far as they are of our lists."""
        channel = self.fields.get("channel", "")
        topic = next((each.code for each in self.topics if each.is_chosen), "")
        return DraftMark(channel if channel in Channel.values else "", self.place.line, topic[:64])

    @property
    def questions(self) -> list[Asked]:
        """The questions, hidden ones included."""
        errors = self.matter.errors if self.is_checked else {}
        country = self.place.centre.country
        return questions_on_page(
            self.questionnaire, self.fields, country=country, now=self.now, errors=errors, used=self.used
        )

    @cached_property
    def used(self) -> Usage:
        """What this centre has had most often lately."""
        return used_at(self.place.centre)

    @property
    def topics(self) -> list[ShownChoice]:
        return topics_on_page(self.questionnaire, self.fields.getlist("topics"))

    @property
    def is_valid(self) -> bool:
        """Tell whether it can be stored."""
        return bool(self.contact.is_valid() & self.matter.is_valid() & self.promise.is_valid())

    @property
    def is_untouched(self) -> bool:
        """Tell whether nothing is noted but how and when somebody reached us. Call only where the sheet is valid."""
        contact, noted = self.contact.cleaned_data, self.matter
        told = self.came_before or contact["language"] or contact["anonymous"] in {Anonymous.YES, Anonymous.NO}
        return not (told or noted.says_something() or (self.answers and self.consent == Consent.YES))

    def contact_fields(self) -> ContactFields:
        """Return the contact to record: it has the form's own id, so a form sent twice is one contact."""
        return self.contact.fields_of(self.id)

    def stored_matter(self) -> Matter:
        """Return the matter to store. Call only where the sheet is valid."""
        return self.matter.matter()

    def registration(self) -> Registration:
        """Return the enquiry to register. Call only where the sheet is valid."""
        return Registration(
            id=self.id,
            contact=self.contact_fields(),
            matter=self.stored_matter(),
            questionnaire=self.version,
            sent=self._as_sent(),
        )

    def _as_sent(self) -> str:
        """Return what is stored of the form, in one spelling, by which the same form sent again is known."""
        contact = {name: value for name, value in self.contact.cleaned_data.items() if name != "line"}
        stored = self.stored_matter().parted(self.questionnaire)
        promised = [each] if (each := self.promise.as_sent()) else []
        given = [fields] if self.consent == Consent.YES and (fields := self.answers.as_fields()) else []
        before = [each] if (each := self.came_before) else []
        return json.dumps([self.place.code, contact, *stored, *promised, *given, *before], sort_keys=True, default=str)


def new_sheet(request: StaffRequest, id: UUID) -> RegistrationSheet:
    """Return an empty form: now, by the way of this person's last contact, with the defaults of its questions."""
    places = _places(request)
    sheet = RegistrationSheet(id, MultiValueDict(usual_way(places, last_way_of(request.user))), places)
    for name, answer in sheet.questionnaire.defaults.items():
        sheet.fields.setlist(ANSWER + name, answer.split())
    return sheet


def sheet_with(
    request: StaffRequest, id: UUID, fields: Mapping[str, list[str]], *, is_checked: bool = False
) -> RegistrationSheet:
    """Return a form with what was typed so far."""
    return RegistrationSheet(
        id, MultiValueDict({name: list(values) for name, values in fields.items()}), _places(request), is_checked
    )


def correction_sheet(
    enquiry: Enquiry, fields: Mapping[str, list[str]], *, is_checked: bool = False
) -> RegistrationSheet:
    """Return the form of a stored enquiry. It keeps the questionnaire that the enquiry was registered under."""
    typed = {name: list(values) for name, values in fields.items()}
    typed["questionnaire"] = [str(enquiry.questionnaire_id)]
    return RegistrationSheet(enquiry.pk, MultiValueDict(typed), [ContactPlace(enquiry.centre, None)], is_checked)


def _places(request: StaffRequest) -> list[ContactPlace]:
    places = places_of(request.user)
    if not places:
        raise NoPlaceError
    return places

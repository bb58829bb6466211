"""A small questionnaire and a quick way to an enquiry. Everything is plainly invented."""

import datetime as dt
from collections.abc import Callable

import pytest

from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel, Direction
from bereg.contacts.dispositions import Disposition
from bereg.counting import store
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Registration
from bereg.questionnaire.form import Form, to_data
from bereg.questionnaire.models import Version
from bereg.questionnaire.questions import Choice, Question, QuestionKind

Enquire = Callable[..., Enquiry]
Call = Callable[..., None]


def question(
    name: str, codes: str, *, statistic: bool = True, kind: QuestionKind = QuestionKind.SELECT_ONE
) -> Question:
    """Make a question whose labels are its codes."""
    choices = tuple(Choice(code, {"en": code, "ru": code}) for code in codes.split())
    return Question(name, kind, {"en": name, "ru": name}, choices=choices, statistic=statistic)


def form(*more: Question) -> Form:
    """Make a questionnaire with the variables that the tests count."""
    questions = (
        question("citizenship", "RU UZ TJ stateless"),
        question("gender", "female male other"),
        question("age", "under_20 20_29 30_39 40_49 50_over"),
        question("work_permit", "yes no"),
        question("migration_registration", "yes no"),
        question("source", "leaflet radio friends"),
        question("shoe_size", "small large", statistic=False),
        question("topic", "work_permit registration citizenship other", kind=QuestionKind.SELECT_MULTIPLE),
        *more,
    )
    return Form("Invented", ("en", "ru"), (), {each.name: each for each in questions})


@pytest.fixture(autouse=True)
def own_folder(settings: object, tmp_path: object) -> None:
    """Every test has a data folder of its own."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def version(db: None) -> Version:
    """The questionnaire in force."""
    return Version.objects.create(number=1, source="", definition=to_data(form()), digest="small")


@pytest.fixture
def enquire(version: Version, centre: Centre) -> Enquire:
    """Register one enquiry by telephone, or several that are alike, and return the last; answers as keywords."""

    def register(
        opened_at: str = "2007-05-10T12:00:00+00:00",
        *,
        at: Centre = centre,
        topics: str = "",
        consent: Consent = Consent.YES,
        channel: Channel = Channel.PHONE,
        under: Version = version,
        language: str = "ru",
        times: int = 1,
        **answers: str,
    ) -> Enquiry:
        opened, matter = dt.datetime.fromisoformat(opened_at), Matter(consent, tuple(topics.split()), answers)
        alike = [
            Registration(
                contact=ContactFields(centre=at, channel=channel, started_at=opened, language=language),
                matter=matter,
                questionnaire=under,
            )
            for _ in range(times)
        ]
        register_many(registrations=alike, contacts=[], by=None)
        return Enquiry._base_manager.get(pk=alike[-1].id)

    return register


@pytest.fixture
def call(centre: Centre) -> Call:
    """Record a telephone contact without an enquiry."""

    def record(
        started_at: str = "2007-05-10T12:00:00+00:00",
        *,
        direction: Direction = Direction.IN,
        disposition: Disposition = Disposition.SILENT,
        channel: Channel = Channel.PHONE,
        at: Centre = centre,
    ) -> None:
        contact = ContactFields(
            centre=at,
            channel=channel,
            direction=direction,
            disposition=disposition,
            started_at=dt.datetime.fromisoformat(started_at),
        )
        register_many(registrations=[], contacts=[contact], by=None)

    return record


def facts_file(universe: str, month: dt.date) -> bytes:
    """Return what stands in a file of facts."""
    return store.facts_path(universe, month).read_bytes()

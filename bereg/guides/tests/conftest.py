"""A sample document in force, in two languages."""

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.guides.reference_kind import SAMPLE
from bereg.reference import actions
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.texts import Text
from conftest import make_user

BLANKS = """
worker | text | ru: Работник | en: Worker
begins | date | ru: Первый день | en: First day
wage | number | ru: Зарплата | en: Wage
lodging | long? | ru: Жильё | en: Lodging
"""
RUSSIAN = (
    "Пояснение.\n\n---\n\n# Договор\n\nЯ, {worker}, начну {begins}. Плата: {wage}.\n\nЖильё: {lodging}\n\n{signature}"
)
ENGLISH = (
    "How to.\n\n---\n\n# Contract\n\nI, {worker}, begin on {begins}. Pay: {wage}.\n\nLodging: {lodging}\n\n{signature}"
)


@pytest.fixture
def sample_document(centre: Centre, supervisor: User) -> ReferenceEntry:
    form = SAMPLE.form({"blanks": BLANKS})
    assert form.is_valid(), form.errors
    draft = EntryDraft(
        language="ru",
        texts={"ru": Text("Трудовой договор", body=RUSSIAN), "en": Text("Labour contract", body=ENGLISH)},
        content=form.cleaned_data,
        is_public=True,
    )
    entry = actions.write(kind=SAMPLE.code, draft=draft, by=make_user(centre, Role.EDITOR, "Editor 01"))
    actions.check(entry=entry, number=1, by=make_user(centre, Role.LAWYER, "Lawyer 01"))
    actions.publish(entry=entry, number=1, by=supervisor)
    return entry

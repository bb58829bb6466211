"""Versions are kept, and a broken questionnaire never replaces a good one."""

import re

import pytest

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.questionnaire.changes import changes_between
from bereg.questionnaire.models import Version
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.publishing import publish, publish_standard, standard_source
from bereg.questionnaire.queries import current_version, form_of

CHANGED = standard_source().replace("Who is asking", "Who calls")
BROKEN = standard_source().replace("select_one gender", "select_one gendre")


def test_a_broken_questionnaire_leaves_the_version_in_force(centre: Centre, supervisor: User) -> None:
    good = publish_standard()
    entries = ChainedAct.objects.count()
    for centre_or_none in (None, centre):
        with pytest.raises(QuestionnaireError):
            publish(source=BROKEN, centre=centre_or_none, by=supervisor)
    assert current_version(centre) == good
    assert Version.objects.count() == 1
    assert ChainedAct.objects.count() == entries


def test_publishing_is_audited_with_its_author(centre: Centre, supervisor: User) -> None:
    version = publish(source=CHANGED, centre=centre, by=supervisor)
    entry = ChainedAct.objects.get(action="questionnaire.published")
    assert (entry.target, entry.actor) == (str(version.pk), str(supervisor.pk))
    assert version.published_by == supervisor


def test_the_same_source_adds_nothing(centre: Centre) -> None:
    first = publish(source=CHANGED, centre=None, by=None)
    assert publish(source=CHANGED, centre=None, by=None) == first
    assert ChainedAct.objects.filter(action="questionnaire.published").count() == 1


def test_going_back_is_a_new_version(centre: Centre) -> None:
    publish_standard()
    publish(source=CHANGED, centre=None, by=None)
    assert publish_standard().number == 3


def test_a_centre_uses_its_own_version_and_the_others_the_common_one(centre: Centre, other_centre: Centre) -> None:
    common = publish_standard()
    own = publish(source=CHANGED, centre=centre, by=None)
    later = publish(source=standard_source().replace("Who is asking", "Who speaks"), centre=None, by=None)
    assert current_version(centre) == own
    assert current_version(other_centre) == current_version(None) == later
    assert (common.number, own.number, later.number) == (1, 1, 2)


def test_a_form_has_the_regions_of_the_home_country(centre: Centre) -> None:
    version = publish_standard()
    assert form_of(version, home_country="UZ").questions["region"].choice("UZ-TK")
    assert form_of(version, home_country="RU").questions["region"].choice("RU-MOW")
    assert not form_of(version, home_country="UZ").questions["region"].choice("RU-MOW")
    Centre.objects.filter(pk=centre.pk).update(country="KG")
    centre.refresh_from_db()
    assert form_of(publish(source=CHANGED, centre=centre, by=None)).questions["region"].choice("KG-B")


def test_what_changed_can_be_said() -> None:
    before = parse_text(standard_source())
    after = parse_text(re.sub(r"\| gender +\| Gender", "| gender2 | Gender", CHANGED))
    changes = changes_between(before, after)
    assert (changes.added, changes.removed, changes.changed) == (("gender2",), ("gender",), ("enquirer",))
    assert changes_between(None, before).added == tuple(before.questions)


def test_a_text_that_no_database_takes_is_cleaned(db: None) -> None:
    version = publish(source=CHANGED.replace("Who calls", "Who \x01calls\ud800\u202e"), centre=None, by=None)
    version.refresh_from_db()
    assert form_of(version).questions["enquirer"].label("en") == "Who calls\ufffd"

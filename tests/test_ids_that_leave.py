"""Whoever holds an id that left the house finds by it no enquiry: not by any rule that stands in this code."""

import re
from pathlib import Path
from uuid import uuid4, uuid5

from django.test import override_settings

import bereg
from bereg.conversations.models import Thread
from bereg.core.keyed_ids import keyed_id

# Who makes an id of another one by a rule that anybody can carry out, and why that may be.
EXCUSED = {
    "answers/actions.py": "of an enquiry: no such id leaves, and none leads back",
    "conversations/answering.py": "of a conversation, an answer in it: the letter says itself what it answers",
    "core/tasks/queue.py": "of a name of a task, which has no person",
    "desk/form_submission.py": "of an enquiry or contact: a task leaves in calendars alone, under a keyed name",
    "directory/hsds_terms.py": "of entries that are public",
    "enquiries/drafts.py": "of an enquiry: drafts stay in the house, and none leads back",
    "enquiries/entries.py": "of a contact: entries stay in the house, and none leads back",
    "enquiries/from_other_centre.py": "of an enquiry: entries stay in the house, and none leads back",
    "referrals/actions.py": "of what leaves: a task leaves in calendars alone, under a keyed name",
    "tasks/safe_contact.py": "of an enquiry: it stays in the house, and does not lead back",
    "web_questions/asking.py": "of a conversation, a message in it, whose writer has both",
}


def test_the_enquiry_of_a_conversation_follows_from_its_id_under_the_secret_alone() -> None:
    thread = Thread(id=uuid4())
    ours = thread.grows_into
    assert (ours, Thread(id=thread.pk).grows_into) == (thread.grows_into, ours)
    assert ours != uuid5(thread.pk, "enquiry")
    with override_settings(SECRET_KEY="another house's"):
        assert thread.grows_into != ours


def test_what_one_record_becomes_differs_by_what_it_is() -> None:
    thread = uuid4()
    assert keyed_id("one", thread) != keyed_id("another", thread)


def test_nothing_else_makes_an_id_that_anybody_can_follow() -> None:
    room = Path(bereg.__file__).parent
    files = (each for each in room.rglob("*.py") if "tests" not in each.parts and "migrations" not in each.parts)
    makes = {str(each.relative_to(room)) for each in files if re.search(r"\buuid[35]\(", each.read_text())}
    assert makes == set(EXCUSED)

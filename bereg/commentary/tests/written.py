"""What the tests of this room share: a published release, and a sentence about it in two languages."""

from typing import Any
from uuid import uuid4

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.commentary import actions, queries
from bereg.commentary.actions import SentenceDraft
from bereg.commentary.models import ReportSentence, ReportText
from bereg.publications.models import Release

RUSSIAN = "Женщин среди обратившихся 60%: объявления чаще видят те, кто ездит на работу."
ENGLISH = "Women are 60% of those who asked: the notices are seen by those who go to work."


def write(release: Release, by: User, texts: dict[str, str] | None = None, **more: Any) -> ReportSentence:
    """Write a sentence about a table of all centres."""
    draft = SentenceDraft(**{"place": ("all", "gender"), "texts": texts or {"ru": RUSSIAN, "en": ENGLISH}, **more})
    return actions.write(id=uuid4(), release=release, draft=draft, by=by)


def agree(text: ReportText, by: User) -> None:
    """Agree to a text that was shown."""
    asked = approvals.to_decide(kind=queries.PUTTING_OUT, target=queries.target_of(text), by=by)
    assert asked
    approvals.decide(approval=asked, agrees=True, by=by)


def put_out(release: Release, by: User, second: User) -> ReportText:
    """Show all sentences, let a second person agree, and put them beside the figures."""
    text = actions.ask(release=release, by=by)
    agree(text, second)
    actions.put_out(text=text, by=by)
    text.refresh_from_db()
    return text

"""Who may open what of a practice: its intern, and who looks after the enquiry."""

from bereg.accounts.models import User
from bereg.enquiries.access import may_guide
from bereg.enquiries.models import Enquiry
from bereg.training.models import Practice
from bereg.training.queries import has_text_to_give, own_practices
from bereg.vault.classes import Kind


def may_give(user: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may give a masked copy of an enquiry to an intern."""
    return may_guide(user, enquiry) and has_text_to_give(enquiry)


def may_judge(user: User, practice: Practice) -> bool:
    """Tell whether somebody may accept a draft, send it back, or take the practice back; nobody may of their own."""
    return practice.intern_id != user.pk and may_guide(user, practice.enquiry)


def rule(by: User, record: Practice, kind: Kind) -> bool:
    """Tell the vault whether somebody may open a text of a practice."""
    if kind != Kind.NARRATIVE:
        return False
    return may_judge(by, record) or own_practices(by).filter(pk=record.pk).exists()

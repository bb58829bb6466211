"""Who may do what with a contact."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.contacts.models import Contact


def sees_centre(user: User) -> bool:
    """Tell whether somebody sees the contacts of their colleagues too."""
    return user.scope(Permission.ENQUIRY_READ) == Scope.CENTRE


def may_correct(user: User, contact: Contact) -> bool:
    """Tell whether somebody may put a contact of their centre right that no closed month counts."""
    return contact.is_open and (sees_centre(user) or contact.operator_id == user.pk)

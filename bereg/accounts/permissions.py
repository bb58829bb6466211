"""Named permissions, and which role has which. A new right is one row here, never another `if`."""

from enum import StrEnum

from bereg.accounts.roles import Role


class Permission(StrEnum):
    """One act that a view may require."""

    CONTACT_RECORD = "contact.record"
    ENQUIRY_REGISTER = "enquiry.register"
    ENQUIRY_READ = "enquiry.read"
    ENQUIRY_CORRECT = "enquiry.correct"
    ENQUIRY_CLOSE = "enquiry.close"
    CONSENT_WITHDRAW = "consent.withdraw"
    FIGURES_READ = "figures.read"
    MONTH_CLOSE = "month.close"
    QUESTIONNAIRE_READ = "questionnaire.read"
    STAFF_MANAGE = "staff.manage"
    CENTRE_MANAGE = "centre.manage"
    OWN_ACCOUNT = "own.account"
    FIGURES_EXPORT = "figures.export"
    APPROVAL_DECIDE = "approval.decide"
    BREAK_GLASS = "break_glass.open"
    BREAK_GLASS_REVIEW = "break_glass.review"


_DESK = {
    Permission.CONTACT_RECORD,
    Permission.ENQUIRY_REGISTER,
    Permission.ENQUIRY_READ,
    Permission.ENQUIRY_CORRECT,
    Permission.ENQUIRY_CLOSE,
    Permission.CONSENT_WITHDRAW,
    Permission.QUESTIONNAIRE_READ,
    Permission.OWN_ACCOUNT,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset(_DESK),
    Role.LAWYER: frozenset(_DESK),
    Role.PSYCHOLOGIST: frozenset(_DESK),
    Role.SUPERVISOR: frozenset(
        _DESK
        | {
            Permission.FIGURES_READ,
            Permission.FIGURES_EXPORT,
            Permission.MONTH_CLOSE,
            Permission.STAFF_MANAGE,
            Permission.CENTRE_MANAGE,
            Permission.APPROVAL_DECIDE,
            Permission.BREAK_GLASS_REVIEW,
        }
    ),
    Role.ANALYST: frozenset({Permission.FIGURES_READ, Permission.QUESTIONNAIRE_READ, Permission.OWN_ACCOUNT}),
    Role.PUBLISHER: frozenset({Permission.OWN_ACCOUNT}),
    Role.INTERN: frozenset({Permission.QUESTIONNAIRE_READ, Permission.OWN_ACCOUNT}),
    Role.ADMIN: frozenset(
        {
            Permission.STAFF_MANAGE,
            Permission.CENTRE_MANAGE,
            Permission.OWN_ACCOUNT,
            Permission.APPROVAL_DECIDE,
            Permission.BREAK_GLASS,
            Permission.BREAK_GLASS_REVIEW,
        }
    ),
}

# Whom each role may invite, close and reopen: those below it. An administrator may do so with everybody else.
BELOW: dict[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset(Role) - {Role.SUPERVISOR, Role.ADMIN},
    Role.ADMIN: frozenset(Role),
}


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that include a permission."""
    return [role for role in Role if permission in PERMISSIONS[role]]


def below(role: Role) -> list[Role]:
    """Return the roles that somebody of a role looks after, in the order of the list of roles."""
    return [one for one in Role if one in BELOW.get(role, ())]

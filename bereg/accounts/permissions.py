"""Named permissions, and how far each role has which. A new right is one row here, never another `if`."""

from enum import StrEnum

from bereg.accounts.roles import Role


class Permission(StrEnum):
    """One act that a view may require."""

    CONTACT_RECORD = "contact.record"
    ENQUIRY_REGISTER = "enquiry.register"
    ENQUIRY_READ = "enquiry.read"
    NARRATIVE_READ = "narrative.read"
    ENQUIRY_CORRECT = "enquiry.correct"
    CALL_BACK_READ = "call_back.read"
    ENQUIRY_CLOSE = "enquiry.close"
    CONSENT_WITHDRAW = "consent.withdraw"
    ENQUIRY_TAKE_OVER = "enquiry.take_over"
    ENQUIRY_ASSIGN = "enquiry.assign"
    CONVERSE = "conversation.answer"
    CONSULT = "consultation.write"
    TASK = "task.do"
    SEARCH_REGISTER = "search.register"
    SEARCH_LEAD = "search.lead"
    DANGER = "danger.raise_and_take"
    CHILD_TAKE_ON = "person.take_on"
    VIOLATION_RAISE = "violation.raise"
    VIOLATION_JUDGE = "violation.judge"
    VIOLATION_CHECK = "violation.check"
    PROCEDURE_WRITE = "danger.write_steps"
    ROSTER = "roster.write"
    OUTREACH = "outreach.record"
    FILTER_SHARE = "filter.share"
    BOARD = "board.look"
    PRACTICE_GUIDE = "practice.guide"
    PRACTICE_DO = "practice.do"
    FIGURES_READ = "figures.read"
    SERIES_WRITE = "series.write"
    MONTH_CLOSE = "month.close"
    QUESTIONNAIRE_READ = "questionnaire.read"
    QUESTIONNAIRE_PUBLISH = "questionnaire.publish"
    STAFF_MANAGE = "staff.manage"
    CENTRE_MANAGE = "centre.manage"
    OWN_ACCOUNT = "own.account"
    FIGURES_EXPORT = "figures.export"
    APPROVAL_DECIDE = "approval.decide"
    BREAK_GLASS = "break_glass.open"
    BREAK_GLASS_REVIEW = "break_glass.review"
    AUDIT_READ = "audit.read"
    HOLD_SET = "hold.set"
    RETENTION = "retention.look_after"
    KEYS = "keys.look_after"
    IMPORT = "register.import"
    RELEASE = "release.prepare_and_publish"
    RELEASE_LOOK = "release.look_at"
    REPORT_TEXT = "report_text.write"
    REPORT_TEXT_READ = "report_text.read"
    FIGURE_LETTER = "figure_letter.write"
    FIGURE_LETTER_SIGN = "figure_letter.sign"
    DISPATCH_DRAFT = "dispatch.draft"
    DISPATCH_SIGN = "dispatch.sign"
    DISPATCH_AGREE = "dispatch.agree"
    REFERENCE_READ = "reference.read"
    REFERENCE_WRITE = "reference.write"
    REFERENCE_CHECK = "reference.check"
    REFERENCE_PUBLISH = "reference.publish"
    CAMPAIGN = "campaign.manage"
    DISTRIBUTE = "campaign.distribute"


class Scope(StrEnum):
    """How far a right reaches; its value is the sign that stands for it in the table."""

    ALL = "*"
    CENTRE = "O"  # what belongs to the centres one works at
    RECENT = "R"  # the same for some weeks after the last contact, afterwards what is assigned to oneself
    ASSIGNED = "A"  # what is assigned to oneself, in a centre one works at
    FIGURES = "g"  # counts, no case
    SELF = "S"  # one's own account


# A column a role, in the order of the list of roles; "-" is no right. Why: docs/roles.md.
_COLUMNS = (
    Role.OPERATOR,
    Role.LAWYER,
    Role.PSYCHOLOGIST,
    Role.SUPERVISOR,
    Role.ANALYST,
    Role.PUBLISHER,
    Role.INTERN,
    Role.EDITOR,
    Role.DISTRIBUTOR,
    Role.ADMIN,
)
_TABLE = {
    #                               op la ps su an pu in ed di ad
    Permission.CONTACT_RECORD:     "O  O  O  O  -  -  -  -  -  -",
    Permission.ENQUIRY_REGISTER:   "O  O  O  O  -  -  -  -  -  -",
    Permission.ENQUIRY_READ:       "O  A  A  O  -  -  -  -  -  -",
    Permission.NARRATIVE_READ:     "R  A  A  O  -  -  -  -  -  -",
    Permission.ENQUIRY_CORRECT:    "A  A  A  O  -  -  -  -  -  -",
    Permission.CALL_BACK_READ:     "A  A  A  O  -  -  -  -  -  -",
    Permission.ENQUIRY_CLOSE:      "O  A  A  O  -  -  -  -  -  -",
    Permission.CONSENT_WITHDRAW:   "O  A  A  O  -  -  -  -  -  -",
    Permission.ENQUIRY_TAKE_OVER:  "R  -  -  O  -  -  -  -  -  -",
    Permission.ENQUIRY_ASSIGN:     "A  -  -  O  -  -  -  -  -  -",
    Permission.CONVERSE:           "O  A  A  O  -  -  -  -  -  -",
    Permission.CONSULT:            "R  A  A  -  -  -  -  -  -  -",
    Permission.TASK:               "A  A  A  O  -  -  -  -  -  -",
    Permission.SEARCH_REGISTER:    "A  A  -  O  -  -  -  -  -  -",
    Permission.SEARCH_LEAD:        "-  A  -  O  -  -  -  -  -  -",
    Permission.DANGER:             "O  O  O  O  -  -  -  -  -  -",
    Permission.CHILD_TAKE_ON:      "-  -  -  O  -  -  -  -  -  -",
    Permission.VIOLATION_RAISE:    "A  A  A  O  -  -  -  -  -  -",
    Permission.VIOLATION_JUDGE:    "-  O  -  O  -  -  -  -  -  -",
    Permission.VIOLATION_CHECK:    "-  A  -  -  -  -  -  -  -  -",
    Permission.PROCEDURE_WRITE:    "-  -  -  O  -  -  -  -  -  -",
    Permission.ROSTER:             "-  -  -  O  -  -  -  -  -  -",
    Permission.OUTREACH:           "O  O  O  O  -  -  -  -  -  -",
    Permission.FILTER_SHARE:       "-  -  -  O  -  -  -  -  -  -",
    Permission.BOARD:              "-  -  -  O  -  -  -  -  -  -",
    Permission.PRACTICE_GUIDE:     "A  A  A  O  -  -  -  -  -  -",
    Permission.PRACTICE_DO:        "-  -  -  -  -  -  A  -  -  -",
    Permission.FIGURES_READ:       "-  -  -  *  g  -  -  -  -  -",
    Permission.SERIES_WRITE:       "-  -  -  *  -  -  -  -  -  -",
    Permission.MONTH_CLOSE:        "-  -  -  *  -  -  -  -  -  -",
    Permission.QUESTIONNAIRE_READ: "O  O  O  O  O  -  O  -  -  *",
    Permission.QUESTIONNAIRE_PUBLISH: "-  -  -  -  -  -  -  -  -  *",
    Permission.STAFF_MANAGE:       "-  -  -  O  -  -  -  -  -  *",
    Permission.CENTRE_MANAGE:      "-  -  -  O  -  -  -  -  -  *",
    Permission.OWN_ACCOUNT:        "S  S  S  S  S  S  S  S  S  S",
    Permission.FIGURES_EXPORT:     "-  -  -  O  -  -  -  -  -  -",
    Permission.APPROVAL_DECIDE:    "-  -  -  O  -  -  -  -  -  *",
    Permission.BREAK_GLASS:        "-  -  -  -  -  -  -  -  -  *",
    Permission.BREAK_GLASS_REVIEW: "-  -  -  O  -  -  -  -  -  *",
    Permission.AUDIT_READ:         "S  S  S  O  -  -  -  -  -  *",
    Permission.HOLD_SET:           "-  -  -  O  -  -  -  -  -  -",
    Permission.RETENTION:          "-  -  -  O  -  -  -  -  -  *",
    Permission.KEYS:               "-  -  -  -  -  -  -  -  -  *",
    Permission.IMPORT:             "-  -  -  O  -  -  -  -  -  -",
    Permission.RELEASE:            "-  -  -  *  -  *  -  -  -  -",
    Permission.RELEASE_LOOK:       "-  -  -  *  -  *  -  -  -  *",
    Permission.REPORT_TEXT:        "-  -  -  *  -  *  -  *  -  -",
    Permission.REPORT_TEXT_READ:   "-  -  -  *  -  *  -  *  -  *",
    Permission.FIGURE_LETTER:      "-  -  -  O  -  O  -  -  -  -",
    Permission.FIGURE_LETTER_SIGN: "-  -  -  O  -  -  -  -  -  -",
    Permission.DISPATCH_DRAFT:     "A  A  A  O  -  -  -  -  -  -",
    Permission.DISPATCH_SIGN:      "-  A  -  O  -  -  -  -  -  -",
    Permission.DISPATCH_AGREE:     "-  -  -  O  -  -  -  -  -  -",
    Permission.REFERENCE_READ:     "*  *  *  *  -  -  -  *  -  -",
    Permission.REFERENCE_WRITE:    "-  -  -  *  -  -  -  *  -  -",
    Permission.REFERENCE_CHECK:    "-  *  -  -  -  -  -  -  -  -",
    Permission.REFERENCE_PUBLISH:  "-  -  -  *  -  -  -  *  -  -",
    Permission.CAMPAIGN:           "-  -  -  *  -  -  -  *  -  -",
    Permission.DISTRIBUTE:         "-  -  -  *  -  -  -  *  *  -",
}  # fmt: skip

SCOPES: dict[Role, dict[Permission, Scope]] = {role: {} for role in Role}
for _permission, _row in _TABLE.items():
    for _role, _sign in zip(_COLUMNS, _row.split(), strict=True):
        if _sign != "-":
            SCOPES[_role][_permission] = Scope(_sign)

PERMISSIONS: dict[Role, frozenset[Permission]] = {role: frozenset(SCOPES[role]) for role in Role}


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that include a permission, however far."""
    return [role for role in Role if permission in PERMISSIONS[role]]

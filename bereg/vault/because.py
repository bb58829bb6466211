"""Why somebody reads or erases sealed text: a closed list, as a code says nothing about anybody."""

from enum import StrEnum


class Because(StrEnum):
    # to read
    CASE_WORK = "case_work"
    CALL_BACK = "call_back"
    CORRECTION = "correction"
    SEARCH = "search"
    BREAK_GLASS = "break_glass"
    DRAFT = "draft"  # to go on with a form that was begun
    REVIEW = "review"
    PRACTICE = "practice"  # to mask for an intern, and what the intern reads then
    EXPORT = "export"
    IMPORT = "import"  # to go on with a file that is to be imported
    # to open without anybody of the staff
    RECEIPT = "receipt"
    LINK = "link"
    # by the program itself
    DRILL = "drill"  # a restored backup is tried
    SENDING = "sending"  # an answer is handed to the mail server
    # to erase
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_WITHDRAWN_HELD = "consent_withdrawn_held"  # the consent alone: a hold keeps the texts
    AGREEMENT_WITHDRAWN = "agreement_withdrawn"  # one beside the consent, such as to be found
    DRAFT_OVER = "draft_over"  # the form was saved, or nobody went on with it
    RETENTION = "retention"  # its time is over
    REQUEST = "request"  # of the person whom it is about
    MISTAKE = "mistake"  # written where it does not belong
    CORRECTED = "corrected"  # replaced or taken out by a correction
    USED = "used"  # a link was used, ended or called back


# What the program may read without a person; everything else needs one and the rule of the record.
PROGRAM = frozenset({Because.DRILL, Because.SENDING, Because.DRAFT_OVER, Because.RETENTION})

"""Why something about a conversation is not done."""

from bereg.accounts.models import User


class NotYourThreadError(Exception):
    """The person may not do this with this conversation."""


class StaleThreadError(Exception):
    """Somebody wrote, or a colleague did something, since the page was shown."""


class FormBegunError(Exception):
    """A colleague has begun the form of its enquiry; `by` is who, where that is known still."""

    def __init__(self, by: User | None) -> None:
        super().__init__("The form of this conversation is begun already.")
        self.by = by


class TakenAlreadyError(StaleThreadError):
    """A colleague took it first."""

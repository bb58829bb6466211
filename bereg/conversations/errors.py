"""Why something about a conversation is not done."""


class NotYourThreadError(Exception):
    """The person may not do this with this conversation."""


class StaleThreadError(Exception):
    """Somebody wrote, or a colleague did something, since the page was shown."""


class TakenAlreadyError(StaleThreadError):
    """A colleague took it first."""

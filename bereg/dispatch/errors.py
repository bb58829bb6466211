"""What may go wrong with what leaves, each with one sentence on its page."""


class NotYourDispatchError(Exception):
    """The person may not do this with it."""


class NotAgreedToError(NotYourDispatchError):
    """The ground is the person's consent, and there is none, or none any more."""


class StaleDispatchError(Exception):
    """A colleague was faster: it was changed, signed, sent or stopped meanwhile."""


class HinderedError(Exception):
    """Something speaks against it still; the sentence says what."""


class NotAgreedError(Exception):
    """The second person has not agreed yet."""


class DraftedError(Exception):
    """Something of this id stands already."""


class WordsUnopenedError(Exception):
    """Words that stand cannot be opened, so nobody can tell what would be written over."""


class AsksForReasonError(ValueError):
    """The reason says too little."""

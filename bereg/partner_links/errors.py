"""What may go wrong with a link, each with one sentence on the page of its dispatch."""


class NotYourPartnerLinkError(Exception):
    """The person does not work on what the link is for."""


class NoLinkNowError(Exception):
    """Nothing waits for an answer: it has not left, or it is over; or it may not leave today: its words say why."""


class LinkMadeError(Exception):
    """A link of this id stands already: the form was sent twice."""

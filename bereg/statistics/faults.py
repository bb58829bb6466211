"""Why figures cannot be made now."""


class FiguresFault(Exception):  # noqa: N818 - what a screen says of it is no error of the program
    """Figures cannot be made now; the message says why and what to do."""


class AddressError(FiguresFault):
    """What BEREG_FACTS names did not answer."""


class EngineError(FiguresFault):
    """What BEREG_ENGINE names did not count."""

"""What is said of parameters that yield no perturbation table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """What a table is asked for. monotone: one truth value for each row, or one for all."""

    max_deviation: int
    variance: float
    smallest: int
    monotone: bool | tuple[bool, ...]

    def __str__(self) -> str:
        said = f"D={self.max_deviation}, V={self.variance:g}, js={self.smallest}"
        return said if self.monotone is True else f"{said}, monotone={self.monotone}"


class UnusableParametersError(ValueError):
    """Parameters that yield no table as they were meant; `nearest` holds some that do, each of them tried."""

    def __init__(self, asked: Parameters, reason: str, nearest: tuple[Parameters, ...]) -> None:
        self.asked, self.reason, self.nearest = asked, reason, nearest
        instead = "; ".join(str(each) for each in nearest)
        super().__init__(f"{asked}: {reason}." + (f" Nearest that can be had: {instead}." if nearest else ""))


class InfeasibleError(UnusableParametersError):
    """No distribution meets the conditions."""


class InexactError(UnusableParametersError):
    """There is a distribution, but its variance is not the one asked for."""

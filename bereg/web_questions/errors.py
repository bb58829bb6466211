"""Why a question is not taken on, or a code not tried, just now."""


class CrowdedError(Exception):
    """Too many come at once, or wait already; `wait_s` is in how many seconds it is worth trying again."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"Again in {wait_s:.1f} s.")
        self.wait_s = wait_s


class UnansweredError(Exception):
    """So many messages of a conversation wait for an answer that no more is taken until somebody gives one."""

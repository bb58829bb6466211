"""Which SQL statements write."""

import re

_FIRST_WORD = re.compile(r"(?:\s|;|\(|--[^\n]*\n|/\*.*?\*/)*([A-Za-z]+)", re.DOTALL)
_WRITES_INSIDE = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
# Pragmas that touch the file or the log; every other one reads, or sets something of the connection alone.
_WRITING_PRAGMA = re.compile(
    r"PRAGMA\s+(?:\w+\.)?(?:wal_checkpoint|optimize|incremental_vacuum|journal_mode\s*[=(]"
    r"|user_version\s*[=(]|application_id\s*[=(]|auto_vacuum\s*[=(])",
    re.IGNORECASE,
)
_READS = frozenset({"SELECT", "EXPLAIN", "VALUES", "DETACH", "ATTACH"})
_READING = "BEGIN DEFERRED"  # opens a transaction that takes nothing as long as it only reads
_ENDS = frozenset({"COMMIT", "END", "ROLLBACK", "RELEASE"})  # whoever ends a transaction is inside already


def writes(statement: str) -> bool:
    """Tell whether a statement may write or opens a transaction that may; where in doubt, yes."""
    if statement.startswith("SELECT"):  # nearly all of them
        return False
    found = _FIRST_WORD.match(statement)
    word = found[1].upper() if found else ""
    if word in _READS or word in _ENDS or statement == _READING:
        return False
    if word == "WITH":
        return bool(_WRITES_INSIDE.search(statement))
    if word == "PRAGMA":
        return bool(_WRITING_PRAGMA.search(statement))
    return True

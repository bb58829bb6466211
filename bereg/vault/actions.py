"""What other rooms may do with sealed text."""

from bereg.vault.admitting import admit, admit_alike, shut_out
from bereg.vault.blind_search import digest_of, find, index
from bereg.vault.comparing_with_log import demand_none, emptied, tag, written_file, written_new, written_of
from bereg.vault.erasing import ALL, erase, erase_many, forget, note_whole
from bereg.vault.filing import open_file, seal_file
from bereg.vault.key_pairs import ProvenHolder, stretch
from bereg.vault.reading import compare, reveal, reveal_all, reveal_parts, search
from bereg.vault.replies import open_proven, open_reply, prove
from bereg.vault.rotating import rotate
from bereg.vault.spare_keys import sweep_expired_keys, sweep_outlived_keys, sweep_spare_keys
from bereg.vault.visitor_proofs import lock_up, take_out
from bereg.vault.writing import digest, seal, seal_all, seal_many

__all__ = [
    "ALL",
    "ProvenHolder",
    "admit",
    "admit_alike",
    "compare",
    "demand_none",
    "digest",
    "digest_of",
    "emptied",
    "erase",
    "erase_many",
    "find",
    "forget",
    "index",
    "lock_up",
    "note_whole",
    "open_file",
    "open_proven",
    "open_reply",
    "prove",
    "reveal",
    "reveal_all",
    "reveal_parts",
    "rotate",
    "seal",
    "seal_all",
    "seal_file",
    "seal_many",
    "search",
    "shut_out",
    "stretch",
    "sweep_expired_keys",
    "sweep_outlived_keys",
    "sweep_spare_keys",
    "tag",
    "take_out",
    "written_file",
    "written_new",
    "written_of",
]

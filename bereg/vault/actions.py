"""What other rooms may do with sealed text."""

from bereg.vault.erasing import ALL, erase, erase_many
from bereg.vault.finding import index
from bereg.vault.reading import reveal, reveal_all
from bereg.vault.writing import seal, seal_all, seal_many

__all__ = ["ALL", "erase", "erase_many", "index", "reveal", "reveal_all", "seal", "seal_all", "seal_many"]

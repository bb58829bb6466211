"""Tokens that a form carries, and nobody says or types."""

import secrets


def new_token() -> str:
    """Draw what stands hidden in a form."""
    return secrets.token_hex(16)

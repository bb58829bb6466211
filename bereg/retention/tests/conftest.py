"""What the tests of the vault share."""

from bereg.vault.tests.conftest import acts_noted, cheap_secrets, readable, shared

__all__ = ["acts_noted", "cheap_secrets", "readable", "shared"]

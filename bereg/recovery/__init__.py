"""Backups, restoring them into an empty place, and the drill that tries both."""

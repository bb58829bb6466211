"""Placeholder backend until the write gate stands."""

from django.db.backends.sqlite3.base import DatabaseWrapper as DatabaseWrapper

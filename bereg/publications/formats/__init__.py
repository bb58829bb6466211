"""Releases as files. Each format is a function of the content alone, so the same release is always the same bytes."""

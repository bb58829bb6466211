"""The views, a module a screen."""

"""Measurements of the real program over a throw-away installation, each beside the bound that it is compared with."""

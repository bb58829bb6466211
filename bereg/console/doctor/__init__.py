"""`bereg doctor`: what is weak in an installation, each weakness with its remedy."""

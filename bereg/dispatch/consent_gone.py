"""What stops when a person takes the consent back."""

from bereg.dispatch.stopping import stop_all

stop = stop_all

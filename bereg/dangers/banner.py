"""What stands above every page of staff, in its bar, and on the page of the sign-in."""

TEMPLATE = "dangers/banner.html"
IN_BAR = "dangers/in_bar.html"
SIGNED_OUT = "dangers/signed_out.html"

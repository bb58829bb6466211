"""What stands above every page of staff while it lasts."""

TEMPLATE = "desk/broken_glass.html"

"""What stands above every page of staff while it lasts."""

TEMPLATE = "vault/broken_glass.html"

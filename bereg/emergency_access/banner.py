"""What stands above every page of staff while it lasts."""

TEMPLATE = "emergency_access/banner.html"

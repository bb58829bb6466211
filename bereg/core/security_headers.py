"""What a browser may do with our pages, beyond what Django and the content security policy say."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from bereg.core.downloads import SANDBOX

# Passkeys alone are used.
UNUSED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
HEADERS = {
    "X-Frame-Options": "DENY",  # redirects and static files never reach Django's own middleware for it
    "Cross-Origin-Resource-Policy": "same-origin",  # no other site shows a page, a picture or a chart of ours
    "Permissions-Policy": ", ".join(
        [*(f"{each}=()" for each in UNUSED), "publickey-credentials-get=(self)", "publickey-credentials-create=(self)"]
    ),
}


class HeadersMiddleware:
    """Add the headers to every answer, static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers.get("Content-Disposition", "").lower().startswith("attachment"):
            # Whoever made the file; a browser that shows it all the same runs nothing of it.
            response.headers["Content-Security-Policy"] = SANDBOX
        return response

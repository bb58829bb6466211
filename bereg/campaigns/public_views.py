"""The address in a QR picture: it counts one for its material, and leads to the public pages in that language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.campaigns import codes
from bereg.campaigns.counting_visits import visits
from bereg.campaigns.queries import materials_by_code


@never_cache
@require_safe
@public
def opened(request: HttpRequest, code: str) -> HttpResponseRedirect:
    """Count, and lead on. A wrong code leads home and counts nothing; no address, no cookie, no browser is kept."""
    typed = codes.normalise(code)
    # What cannot be a code asks no database.
    found = materials_by_code([typed]).get(typed) if codes.is_right(typed) else None
    if found is None:
        return HttpResponseRedirect("/")
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        visits.count(found.pk, timezone.localdate())
    languages = dict(settings.PUBLIC_LANGUAGES)
    return HttpResponseRedirect(f"/{found.language}/" if found.language in languages else "/")

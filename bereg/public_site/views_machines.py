"""What programs read: the feed of reports, the map of the site, the catalogue, and where weaknesses are reported."""

import datetime as dt

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.core.languages import speak, tag
from bereg.public_site import addresses, data_sets, looked_up
from bereg.public_site.page_frame import site
from bereg.publications import publisher
from bereg.publications import queries as releases

SAID_FOR = dt.timedelta(days=180)  # RFC 9116 asks for less than a year


@require_safe
@public
@cache_control(public=True, max_age=300)
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """List the reports that stand, as Atom: a correction is a new entry."""
    speak(language)
    here, source = site(request), publisher.publisher()
    found = Atom1Feed(
        title=_("Figures of the help line"),
        link=here + reverse("public_site:figures", args=[language]),
        description=_("Each month we publish who turned to the centres and why, so that nobody can be recognised."),
        language=tag(language),
        author_name=source.name if source else _("Bereg"),
        feed_url=here + reverse("public_site:feed", args=[language]),
    )
    for each in releases.standing():
        found.add_item(
            title=addresses.period_name(each),
            link=here + str(addresses.entry(each, language)["address"]),
            description=_("Corrected: these figures replace earlier ones.") if each.vintage > 1 else "",
            unique_id=each.pk.urn,
            pubdate=each.published_at,
            updateddate=each.published_at,
        )
    return HttpResponse(found.writeString("utf-8"), content_type=f"{found.content_type}")


@require_safe
@public
@cache_control(public=True, max_age=300)
def catalogue(request: HttpRequest, language: str) -> HttpResponse:
    """Describe the reports as a catalogue of data sets (DCAT 3, as JSON-LD)."""
    speak(language)
    here, source = site(request), publisher.publisher()
    by = {"dct:publisher": {"@type": "foaf:Organization", "foaf:name": source.name}} if source else {}
    described = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "@id": here + reverse("public_site:figures", args=[language]),
        "dct:title": {"@value": _("Figures of the help line"), "@language": tag(language)},
        **by,
        "dcat:dataset": [data_sets.of_catalogue(each, here, language) | by for each in releases.standing()],
    }
    return JsonResponse(described, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


class PublicPages(Sitemap[str]):
    """The pages that anybody may find, in each language."""

    i18n = True
    alternates = True
    x_default = True
    languages = [code for code, _name in settings.PUBLIC_LANGUAGES]  # noqa: RUF012 - as Django declares it

    def __init__(self, site: str) -> None:
        self._scheme, _, self._domain = site.partition("://")

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return what the public address begins with."""
        return self._scheme

    def get_domain(self, site: object = None) -> str:
        """Return the host of the public address."""
        return self._domain

    def items(self) -> list[str]:
        """Return what stands behind the language in each address."""
        speak(settings.LANGUAGE_CODE)
        start = len(reverse("public_site:home", args=[settings.LANGUAGE_CODE]))
        pages = [reverse("public_site:figures", args=[settings.LANGUAGE_CODE])]
        pages += [str(addresses.entry(each, settings.LANGUAGE_CODE)["address"]) for each in releases.standing()]
        pages += looked_up.addresses(settings.LANGUAGE_CODE, timezone.localdate())
        return ["", *(page[start:] for page in pages)]

    def location(self, item: str) -> str:
        """Return the address in the language that is spoken."""
        return reverse("public_site:home", args=[(get_language() or "").split("-")[0]]) + item


@require_safe
@public
@cache_control(public=True, max_age=3600)
def site_map(request: HttpRequest) -> HttpResponse:
    """List the public pages with their languages (sitemaps.org)."""
    answer = sitemap(request, {"public": PublicPages(site(request))})
    return answer.render()


@require_safe
@public
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the public pages and nothing else; what else there is, is not named."""
    allowed = "\n".join(f"Allow: /{code}/" for code, _name in settings.PUBLIC_LANGUAGES)
    text = f"User-agent: *\nAllow: /$\n{allowed}\nAllow: /static/\nDisallow: /\nSitemap: {site(request)}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@public
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """Say where a weakness is reported (RFC 9116); 404 where the installation names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + SAID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {site(request)}{reverse('public_site:security')}",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")

"""Addresses: one include for each room. What a process serves is a matter of its surface."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from bereg.accounts import urls as accounts
from bereg.accounts.access import public
from bereg.core.health import health
from bereg.retention.wording import namespace_of

HEALTH: list[URLPattern | URLResolver] = [path("health/", public(health), name="health")]
PUBLIC: list[URLPattern | URLResolver] = [
    path("", include("bereg.public_site.urls")),
    path("", include("bereg.partner_links.public_urls")),
    path("", include("bereg.web_questions.public_urls")),
    path("", include("bereg.campaigns.public_urls")),
]
STAFF: list[URLPattern | URLResolver] = [
    path("", include("bereg.desk.urls")),
    path("", include("bereg.consultations.urls")),
    path("", include("bereg.mailbox.urls")),
    path("", include("bereg.conversations.urls")),
    path("", include("bereg.tasks.urls")),
    path("", include("bereg.persons.urls")),
    path("told/", include("bereg.answers.urls")),
    path("", include("bereg.shifts.urls")),
    path("answers/", include("bereg.reference.urls")),
    path("", include("bereg.searches.urls")),
    path("", include("bereg.transfers.urls")),
    path("", include("bereg.violations.urls")),
    path("", include("bereg.dispatch.urls")),
    path("outreach/", include("bereg.outreach.urls")),
    path("", include("bereg.referrals.urls")),
    path("", include("bereg.partner_links.urls")),
    path("", include("bereg.guides.urls")),
    path("", include("bereg.campaigns.urls")),
    path("dangers/", include("bereg.dangers.urls")),
    path("", include("bereg.training.urls")),
    path("enquiries/<uuid:pk>/hold/", include("bereg.retention.hold_urls"), {"kind": "enquiries.enquiry"}),
    path(
        "inbox/<uuid:pk>/hold/",
        include("bereg.retention.hold_urls", namespace=namespace_of("conversations.thread")),
        {"kind": "conversations.thread"},
    ),
    path("retention/", include("bereg.retention.urls")),
    path("glass/", include("bereg.emergency_access.urls")),
    path("keys/", include("bereg.vault.urls")),
    path("audit/", include("bereg.audit_review.urls")),
    path("", include("bereg.centres.urls")),
    path("", include((accounts.beside, "accounts"))),
    path("figures/", include("bereg.report.urls")),
    path("figures/releases/", include("bereg.publishing.urls")),
    path("figures/recommendations/", include("bereg.recommendations.urls")),
    path("figures/texts/", include("bereg.commentary.urls")),
    path("figures/letters/", include("bereg.figure_letters.urls")),
    path("figures/signals/", include("bereg.signals.urls")),
    path("figures/campaigns/", include("bereg.evaluation.urls")),
    path("figures/series/", include("bereg.outside_series.urls")),
    path("questionnaire/", include("bereg.questionnaire.urls")),
    path("account/", include("bereg.accounts.urls")),
    path("import/", include("bereg.importing.urls")),
    path("help/", include("bereg.help.urls")),
]
STAFF_FRONT: list[URLPattern | URLResolver] = [path("", public(RedirectView.as_view(pattern_name="desk:today")))]
SURFACES = {"both": PUBLIC + STAFF, "public": PUBLIC, "staff": STAFF_FRONT + STAFF}

urlpatterns = HEALTH + SURFACES[settings.SURFACE]

handler404 = "bereg.public_site.views.no_page"
handler500 = "bereg.core.storage_errors.server_error"

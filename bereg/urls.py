"""Addresses: one include for each room."""

from django.urls import include, path

urlpatterns = [
    path("", include("bereg.public_site.urls")),
    path("", include("bereg.desk.urls")),
    path("", include("bereg.centres.urls")),
    path("figures/", include("bereg.statistics.urls")),
    path("questionnaire/", include("bereg.questionnaire.urls")),
    path("account/", include("bereg.accounts.urls")),
]

handler500 = "bereg.core.storage.server_error"

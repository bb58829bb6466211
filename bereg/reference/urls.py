"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.reference import views

app_name = "reference"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.answers, name="answers"),
    path("found/", views.found, name="found"),
    path("<uuid:pk>/", views.entry, name="entry"),
    path("<uuid:pk>/report/", views.report, name="report"),
]

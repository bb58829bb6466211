"""Addresses of this room."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "questionnaire"
urlpatterns: list[URLPattern | URLResolver] = []

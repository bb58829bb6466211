"""Addresses of this room."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "statistics"
urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses of this room."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "public_site"
urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses of this room."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "centres"
urlpatterns: list[URLPattern | URLResolver] = []

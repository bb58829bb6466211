"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.desk.welcome import welcome

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [path("welcome/", welcome, name="welcome")]

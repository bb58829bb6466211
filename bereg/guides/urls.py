"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.guides import views

app_name = "guides"
urlpatterns: list[URLPattern | URLResolver] = [path("answers/samples/<uuid:pk>/", views.fill, name="fill")]

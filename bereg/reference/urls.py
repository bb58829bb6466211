"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.reference import views, views_lists

app_name = "reference"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.answers, name="answers"),
    path("found/", views.found, name="found"),
    path("<uuid:pk>/", views.entry, name="entry"),
    path("<uuid:pk>/report/", views.report, name="report"),
    path("lists/", views_lists.lists, name="lists"),
    path("lists/new/", views_lists.upload_list, name="upload_list"),
    path("lists/take/", views_lists.take_list, name="take_list"),
]

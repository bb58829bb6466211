"""Addresses of this room."""

from django.urls import path

from bereg.help import views

app_name = "help"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("<path:name>/", views.page, name="page"),
]

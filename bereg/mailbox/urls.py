"""Addresses of this room."""

from django.urls import path

from bereg.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("inbox/quarantine/", views.quarantine, name="quarantine"),
    path("inbox/quarantine/<uuid:pk>/", views.raw, name="raw"),
]

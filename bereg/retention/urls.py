"""retention/: what is kept for how long, and the clock that the nights go by."""

from django.urls import path

from bereg.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.retention, name="retention"),
    path("clock/", views.believe_clock, name="believe_clock"),
]

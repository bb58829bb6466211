"""Addresses of this room."""

from django.urls import path

from bereg.answers import views

app_name = "answers"
urlpatterns = [path("chip/", views.chip, name="chip")]

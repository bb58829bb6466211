"""Addresses of this room, below /figures/signals/."""

from django.urls import path

from bereg.signals import views

app_name = "signals"
urlpatterns = [
    path("", views.signals, name="signals"),
    path("note/", views.note_signal, name="note_signal"),
    path("<slug:share>.svg", views.signal_chart, name="signal_chart"),
]

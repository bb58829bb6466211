"""Addresses of this room."""

from django.urls import path

from bereg.questionnaire import views

app_name = "questionnaire"
urlpatterns = [
    path("", views.current, name="current"),
    path("paper/", views.paper, name="paper"),
    path("<uuid:pk>/", views.version, name="version"),
    path("<uuid:pk>/source/", views.source, name="source"),
]

"""Addresses of this room, below /figures/campaigns/."""

from django.urls import path

from bereg.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.results, name="results"),
    path("<uuid:pk>/", views.campaign, name="campaign"),
]

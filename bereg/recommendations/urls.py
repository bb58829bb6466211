"""Addresses of this room, below /figures/recommendations/."""

from django.urls import path

from bereg.recommendations import views

app_name = "recommendations"
urlpatterns = [
    path("", views.recommendations, name="recommendations"),
    path("new/", views.new, name="new"),
    path("<uuid:pk>/", views.recommendation, name="recommendation"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/remove/", views.remove, name="remove"),
    path("<uuid:pk>/note/", views.note, name="note"),
    path("<uuid:pk>/notes/<uuid:event>/remove/", views.remove_note, name="remove_note"),
]

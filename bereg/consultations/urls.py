"""Addresses of this room."""

from django.urls import path

from bereg.consultations import views

app_name = "consultations"
urlpatterns = [
    path("consultations/", views.consultations, name="consultations"),
    path("consultations/<uuid:pk>/", views.consultation, name="consultation"),
    path("enquiries/<uuid:pk>/consultations/new/", views.new_consultation, name="new_consultation"),
]

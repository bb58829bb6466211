"""Addresses of this room."""

from django.urls import path

from bereg.vault import views

app_name = "vault"
urlpatterns = [path("sheets/", views.first_sheets, name="first_sheets")]

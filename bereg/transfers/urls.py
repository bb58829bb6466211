"""Addresses of this room."""

from django.urls import path

from bereg.transfers import views

app_name = "transfers"
urlpatterns = [
    path("enquiries/<uuid:pk>/transfers/new/", views.new_transfer, name="new_transfer"),
    path("transfers/<uuid:pk>/", views.transfer, name="transfer"),
    path("transfers/<uuid:pk>/accept/", views.accept, name="accept"),
    path("transfers/<uuid:pk>/decline/", views.decline, name="decline"),
    path("transfers/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]

"""Addresses of this room for the staff. Those for partners: public_urls.py."""

from django.urls import path

from bereg.partner_links import views

app_name = "partner_links"
urlpatterns = [
    path("outgoing/<uuid:pk>/link/", views.make, name="make"),
    path("outgoing/<uuid:pk>/link/end/", views.end, name="end"),
]

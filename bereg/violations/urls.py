"""Addresses of this room."""

from django.urls import path

from bereg.violations import views

app_name = "violations"
urlpatterns = [
    path("violations/", views.violations, name="violations"),
    path("enquiries/<uuid:pk>/violations/new/", views.new_violation, name="new_violation"),
    path("violations/<uuid:pk>/", views.violation, name="violation"),
    path("violations/<uuid:pk>/link/", views.link, name="link"),
    path("violations/<uuid:pk>/unlink/", views.unlink, name="unlink"),
    path("violations/<uuid:pk>/remove/", views.remove, name="remove"),
]

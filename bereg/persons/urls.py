"""Addresses of this room."""

from django.urls import path

from bereg.persons import views

app_name = "persons"
urlpatterns = [
    path("enquiries/<uuid:pk>/persons/new/", views.new_person, name="new_person"),
    path("persons/<uuid:pk>/", views.person, name="person"),
    path("persons/<uuid:pk>/judgement/", views.judgement, name="judgement"),
    path("persons/<uuid:pk>/take-on/", views.take_on, name="take_on"),
    path("persons/<uuid:pk>/remove/", views.remove, name="remove"),
]

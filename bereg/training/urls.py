"""Addresses of this room."""

from django.urls import path

from bereg.training import views

app_name = "training"
urlpatterns = [
    path("enquiries/<uuid:pk>/practice/", views.give_practice, name="give_practice"),
    path("practice/", views.practices, name="practices"),
    path("practice/given/", views.given_practices, name="given_practices"),
    path("practice/<uuid:pk>/", views.practice, name="practice"),
    path("practice/<uuid:pk>/review/", views.review_practice, name="review_practice"),
    path("practice/<uuid:pk>/accept/", views.accept_practice, name="accept_practice"),
    path("practice/<uuid:pk>/send-back/", views.send_practice_back, name="send_practice_back"),
    path("practice/<uuid:pk>/take-back/", views.take_practice_back, name="take_practice_back"),
]

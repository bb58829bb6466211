"""glass/: opening one record in an emergency, and the review of that."""

from django.urls import path

from bereg.emergency_access import views

app_name = "emergency_access"
urlpatterns = [
    path("", views.reviews, name="glass_reviews"),
    path("break/", views.break_glass, name="break_glass"),
    path("open/", views.open_glass, name="open_glass"),
    path("<uuid:pk>/", views.broken_glass, name="glass"),
    path("<uuid:pk>/end/", views.end_glass, name="end_glass"),
    path("<uuid:pk>/review/", views.review, name="glass_review"),
]

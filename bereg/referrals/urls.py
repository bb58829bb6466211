"""Addresses of this room."""

from django.urls import path

from bereg.referrals import views, views_intake

app_name = "referrals"
urlpatterns = [
    path("outgoing/<uuid:pk>/outcomes/new/", views.new_outcome, name="new_outcome"),
    path("outgoing/<uuid:pk>/follow-up/", views.follow_up, name="follow_up"),
    path("outcomes/<uuid:pk>/remove/", views.remove_outcome, name="remove_outcome"),
    path("enquiries/<uuid:pk>/referred-by/", views.new_partner, name="new_partner"),
    path("referred-to-us/", views_intake.refer_in, name="refer_in"),
    path("outgoing/recipients/", views.bodies, name="bodies"),
]

"""Addresses of this room, below /outreach/."""

from django.urls import path

from bereg.outreach import views, views_enquiries

app_name = "outreach"
urlpatterns = [
    path("", views.events, name="events"),
    path("new/", views.new_event, name="new_event"),
    path("<uuid:pk>/", views.event, name="event"),
    path("<uuid:pk>/change/", views.change_event, name="change_event"),
    path("<uuid:pk>/remove/", views.remove_event, name="remove_event"),
    path("<uuid:pk>/register/", views_enquiries.register, name="register"),
    path("<uuid:pk>/link/", views_enquiries.link, name="link"),
    path("opened/<uuid:pk>/unlink/", views_enquiries.unlink, name="unlink"),
]

"""Addresses of this room, below /outreach/."""

from django.urls import path

from bereg.outreach import views, views_enquiries, views_handed

app_name = "outreach"
urlpatterns = [
    path("", views.events, name="events"),
    path("new/", views.new_event, name="new_event"),
    path("<uuid:pk>/", views.event, name="event"),
    path("<uuid:pk>/change/", views.change_event, name="change_event"),
    path("<uuid:pk>/remove/", views.remove_event, name="remove_event"),
    path("<uuid:pk>/register/", views_enquiries.register, name="register"),
    path("<uuid:pk>/link/", views_enquiries.link, name="link"),
    path("<uuid:pk>/handed/", views_handed.hand_out, name="hand_out"),
    path("<uuid:pk>/handed/along/", views_handed.take_along, name="take_along"),
    path("handed/<uuid:pk>/", views_handed.handed, name="handed"),
    path("handed/<uuid:pk>/remove/", views_handed.take_back, name="take_back"),
    path("opened/<uuid:pk>/unlink/", views_enquiries.unlink, name="unlink"),
]

"""Addresses of this room."""

from django.urls import path

from bereg.dispatch import views, views_acts, views_file

app_name = "dispatch"
urlpatterns = [
    path("outgoing/", views.outgoing, name="outgoing"),
    path("enquiries/<uuid:pk>/outgoing/new/", views.new_dispatch, name="new_dispatch"),
    path("outgoing/<uuid:pk>/", views.dispatch, name="dispatch"),
    path("outgoing/<uuid:pk>/rewrite/", views.rewrite, name="rewrite"),
    path("outgoing/<uuid:pk>/letter/", views.letter, name="letter"),
    path("outgoing/<uuid:pk>/sealed/", views_file.seal, name="seal"),
    *(path(f"outgoing/<uuid:pk>/{name}/", views_acts.act, {"name": name}, name=name) for name in views_acts.ACTS),
]

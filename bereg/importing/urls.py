"""Addresses of this room, below /import/."""

from django.urls import path

from bereg.importing import views, views_run

app_name = "importing"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<uuid:pk>/", views.mapping, name="mapping"),
    path("<uuid:pk>/columns/<int:number>/", views.column, name="column"),
    path("<uuid:pk>/text/", views.text, name="text"),
    path("<uuid:pk>/begin/", views_run.begin, name="begin"),
    path("<uuid:pk>/run/", views_run.run, name="run"),
    path("<uuid:pk>/stop/", views_run.stop, name="stop"),
    path("<uuid:pk>/rejects/", views_run.rejects, name="rejects"),
    path("<uuid:pk>/discard/", views_run.discard, name="discard"),
]

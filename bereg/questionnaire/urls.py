"""Addresses of this room."""

from django.urls import path

from bereg.questionnaire import views, views_publish

app_name = "questionnaire"
urlpatterns = [
    path("", views.current, name="current"),
    path("publish/", views_publish.publish, name="publish"),
    path("publish/in-force/", views_publish.put_in_force, name="put_in_force"),
    path("paper/", views.paper, name="paper"),
    path("<uuid:pk>/", views.version, name="version"),
    path("<uuid:pk>/source/", views.source, name="source"),
    path("<uuid:pk>/workbook/", views.workbook, name="workbook"),
]

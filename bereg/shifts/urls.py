"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.shifts import views, views_interpreters, views_languages, views_roster

app_name = "shifts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("roster/", views_roster.roster, name="roster"),
    path("languages/", views_languages.languages, name="languages"),
    path("languages/own/", views_languages.own_languages, name="own_languages"),
    path("languages/<uuid:pk>/", views_languages.colleague_languages, name="colleague_languages"),
    path("interpreters/new/<uuid:pk>/", views_interpreters.new_interpreter, name="new_interpreter"),
    path("interpreters/<uuid:pk>/", views_interpreters.interpreter, name="interpreter"),
    path("interpreters/<uuid:pk>/remove/", views_interpreters.remove_interpreter, name="remove_interpreter"),
    path("hand-over/new/", views.new_note, name="new_note"),
    path("hand-over/<uuid:pk>/", views.note, name="note"),
    path("hand-over/<uuid:pk>/take-back/", views.take_back_note, name="take_back_note"),
]

"""Addresses of this room, below /figures/texts/."""

from django.urls import path

from bereg.commentary import views, views_texts

app_name = "commentary"
urlpatterns = [
    path("", views.texts, name="texts"),
    path("<uuid:pk>/", views.release, name="release"),
    path("<uuid:pk>/ask/", views.ask, name="ask"),
    path("<uuid:pk>/new/", views.new, name="new"),
    path("<uuid:pk>/sentences/<uuid:sentence>/", views.sentence, name="sentence"),
    path("<uuid:pk>/sentences/<uuid:sentence>/remove/", views.remove, name="remove"),
    path("frozen/<uuid:pk>/", views_texts.text, name="text"),
    path("frozen/<uuid:pk>/publish/", views_texts.put_out, name="put_out"),
    path("frozen/<uuid:pk>/end/", views_texts.end, name="end"),
]

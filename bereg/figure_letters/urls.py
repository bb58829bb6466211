"""Addresses of this room, below /figures/letters/."""

from django.urls import path

from bereg.figure_letters import views, views_letters

app_name = "figure_letters"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("to/new/<uuid:pk>/", views.new_recipient, name="new_recipient"),
    path("to/<uuid:pk>/", views.recipient, name="recipient"),
    path("to/<uuid:pk>/change/", views.change_recipient, name="change_recipient"),
    path("to/<uuid:pk>/end/", views.end_recipient, name="end_recipient"),
    path("to/<uuid:pk>/indicators/new/", views.new_indicator, name="new_indicator"),
    path("indicators/<uuid:pk>/", views.indicator, name="indicator"),
    path("indicators/<uuid:pk>/remove/", views.remove_indicator, name="remove_indicator"),
    path("to/<uuid:pk>/<str:month>/", views_letters.new_letter, name="new_letter"),
    path("<uuid:pk>/", views_letters.letter, name="letter"),
    path("<uuid:pk>/rewrite/", views_letters.rewrite, name="rewrite"),
    path("<uuid:pk>/files/<str:name>", views_letters.file, name="file"),
    *(path(f"<uuid:pk>/{name}/", views_letters.act, {"name": name}, name=name) for name in views_letters.ACTS),
]

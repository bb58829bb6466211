"""Addresses of this room, below /figures/releases/."""

from django.urls import path

from bereg.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.all_releases, name="releases"),
    path("tables/", views.published_tables, name="published_tables"),
    path("prepare/", views.prepare, name="prepare_release"),
    path("preparing/<uuid:id>/", views.preparation, name="preparation"),
    path("<uuid:id>/", views.release, name="release"),
    path("<uuid:id>/ask/", views.ask, name="ask_release"),
    path("<uuid:id>/publish/", views.publish, name="publish_release"),
    path("<uuid:id>/withdraw/", views.withdraw, name="withdraw_release"),
]

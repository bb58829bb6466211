"""/, ru/, en/: what everybody may see."""

from django.urls import path, re_path

from bereg.public_site import views, views_figures

app_name = "public_site"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    re_path(r"^(?P<language>[a-z]{2})/$", views.home, name="home"),
    re_path(r"^(?P<language>[a-z]{2})/figures/$", views_figures.archive, name="figures"),
    re_path(r"^(?P<language>[a-z]{2})/figures/(?P<period>[0-9_-]{7,15})/$", views_figures.release, name="release"),
    re_path(
        r"^(?P<language>[a-z]{2})/figures/(?P<period>[0-9_-]{7,15})/(?P<name>figures[a-z-]*\.[a-z]{3,4})$",
        views_figures.file,
        name="release_file",
    ),
]

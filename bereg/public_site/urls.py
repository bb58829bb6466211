"""/, and a language in front of everything else: what everybody may see."""

from django.urls import path, re_path

from bereg.public_site import views, views_figures

LANGUAGE = r"^(?P<language>[a-z]{2})"
RELEASE = LANGUAGE + r"/figures/(?P<period>[0-9_-]{7,15})"
TABLE = r"(?P<centre>[a-z0-9_-]{1,32})/(?P<table>[a-z0-9_]{1,32})"

app_name = "public_site"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    re_path(LANGUAGE + r"/$", views.home, name="home"),
    re_path(LANGUAGE + r"/figures/$", views_figures.latest, name="figures"),
    re_path(LANGUAGE + r"/figures/choose/$", views_figures.choose, name="choose_table"),
    re_path(RELEASE + r"/$", views_figures.release, name="release"),
    re_path(RELEASE + r"/(?P<name>figures[a-z-]*\.[a-z]{3,4})$", views_figures.file, name="release_file"),
    re_path(RELEASE + rf"/{TABLE}/$", views_figures.table, name="table"),
    re_path(
        RELEASE + rf"/(?P<drawing>[0-9a-f]{{16}}-[0-9]{{1,4}})/(?P<scheme>light|dark)/{TABLE}\.svg$",
        views_figures.chart,
        name="chart",
    ),
]

"""/, and a language in front of everything else: what everybody may see."""

from django.urls import path, re_path

from bereg.public_site import (
    views,
    views_documents,
    views_figures,
    views_help,
    views_look_up,
    views_machines,
    views_services,
)

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
REGION, FROM = r"(?P<region>[A-Z]{2}-[A-Z0-9]{1,3})", r"from-(?P<first>[0-9]{1,6})"
LANGUAGE = r"^(?P<language>[a-z]{2})"
RELEASE = LANGUAGE + r"/figures/(?P<period>latest|[0-9_-]{7,15})"
DRAWING = r"(?P<drawing>[0-9a-f]{16}-[0-9]{1,4})/(?P<scheme>light|dark)"
TABLE = r"(?P<centre>[a-z0-9_-]{1,32})/(?P<table>[a-z0-9_]{1,32})"

app_name = "public_site"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("robots.txt", views_machines.robots, name="robots"),
    path("sitemap.xml", views_machines.site_map, name="site_map"),
    path(".well-known/security.txt", views_machines.security, name="security"),
    re_path(LANGUAGE + r"/$", views.home, name="home"),
    re_path(LANGUAGE + r"/help/$", views_help.every_situation, name="help"),
    re_path(LANGUAGE + r"/help/(?P<situation>[a-z_]{1,16})/$", views_help.situation, name="situation"),
    re_path(LANGUAGE + r"/documents/$", views_documents.documents, name="documents"),
    re_path(LANGUAGE + rf"/documents/(?P<pk>{UUID})/$", views_documents.document, name="document"),
    re_path(LANGUAGE + rf"/help/guide/(?P<pk>{UUID})/$", views_help.guide, name="guide"),
    re_path(LANGUAGE + rf"/services/(?:{REGION}/)?(?:{FROM}/)?$", views_services.list_services, name="services"),
    re_path(LANGUAGE + r"/services\.hsds\.json$", views_services.services_as_hsds, name="hsds"),
    re_path(LANGUAGE + rf"/agencies/(?:{FROM}/)?$", views_look_up.list_agencies, name="agencies"),
    re_path(LANGUAGE + rf"/quotas/(?:{REGION}/)?(?:{FROM}/)?$", views_look_up.list_quotas, name="quotas"),
    re_path(LANGUAGE + r"/figures/$", views_figures.latest, name="figures"),
    re_path(LANGUAGE + r"/figures/choose/$", views_figures.choose, name="choose_table"),
    re_path(LANGUAGE + r"/figures/feed\.atom$", views_machines.feed, name="feed"),
    re_path(LANGUAGE + r"/figures/catalogue\.jsonld$", views_machines.catalogue, name="catalogue"),
    re_path(LANGUAGE + r"/figures/(?P<name>publisher-[0-9a-f]{16}\.[a-z]{3,4})$", views_figures.logo, name="logo"),
    re_path(LANGUAGE + rf"/figures/over-time/{DRAWING}\.svg$", views_figures.over_time, name="over_time"),
    re_path(RELEASE + r"/$", views_figures.release, name="release"),
    re_path(RELEASE + r"/(?P<name>[a-z]+[a-z-]*\.[a-z]{3,4})$", views_figures.file, name="release_file"),
    re_path(RELEASE + r"/centre-(?P<centre>[a-z0-9_-]{1,32})/$", views_figures.centre, name="centre"),
    re_path(RELEASE + r"/(?P<theme>[a-z]{1,16})/$", views_figures.theme, name="theme"),
    re_path(RELEASE + rf"/{TABLE}/$", views_figures.table, name="table"),
    re_path(
        RELEASE + rf"/{DRAWING}/{TABLE}\.svg$",
        views_figures.chart,
        name="chart",
    ),
]

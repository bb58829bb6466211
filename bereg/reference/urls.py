"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.reference import views, views_lists, views_workshop, views_writing

app_name = "reference"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.answers, name="answers"),
    path("found/", views.found, name="found"),
    path("<uuid:pk>/", views.entry, name="entry"),
    path("<uuid:pk>/report/", views.report, name="report"),
    path("lists/", views_lists.lists, name="lists"),
    path("lists/new/", views_lists.upload_list, name="upload_list"),
    path("lists/take/", views_lists.take_list, name="take_list"),
    path("today/", views_writing.today, name="today"),
    path("workshop/", views_writing.entries, name="entries"),
    path("workshop/new/<slug:kind>/", views_writing.write_new, name="write_new"),
    path("workshop/<uuid:pk>/", views_workshop.work, name="work"),
    path("workshop/<uuid:pk>/write/", views_writing.write, name="write"),
    path("workshop/<uuid:pk>/check/", views_workshop.check, name="check"),
    path("workshop/<uuid:pk>/publish/", views_workshop.publish, name="publish"),
    path("workshop/<uuid:pk>/renew/", views_workshop.renew, name="renew"),
    path("workshop/<uuid:pk>/withdraw/", views_workshop.withdraw, name="withdraw"),
    path("workshop/<uuid:pk>/give/", views_workshop.give, name="give"),
    path("workshop/<uuid:pk>/settle/", views_workshop.settle, name="settle"),
]

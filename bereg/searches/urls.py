"""Addresses of this room."""

from django.urls import path

from bereg.searches import views, views_match, views_query

app_name = "searches"
urlpatterns = [
    path("searches/", views.searches, name="searches"),
    path("searches/<uuid:pk>/", views.search, name="search"),
    path("searches/<uuid:pk>/change/", views.change_search, name="change_search"),
    path("searches/<uuid:pk>/query/", views_query.query, name="query"),
    path("searches/<uuid:pk>/compare/", views.compare, name="compare"),
    path("searches/<uuid:pk>/give/", views.give, name="give"),
    path("searches/<uuid:pk>/review/", views.review, name="review"),
    path("searches/<uuid:pk>/close/", views.close, name="close"),
    path("enquiries/<uuid:pk>/searches/new/", views.new_search, name="new_search"),
    path("enquiries/<uuid:pk>/findable/", views_match.findable, name="findable"),
    path("enquiries/<uuid:pk>/findable/withdraw/", views_match.withdraw, name="withdraw"),
    path("matches/<uuid:pk>/ask/", views_match.ask, name="ask"),
    path("matches/<uuid:pk>/tell/", views_match.tell, name="tell"),
    path("matches/<uuid:pk>/", views_match.match, name="match"),
    path("matches/<uuid:pk>/second/", views_match.ask_second, name="ask_second"),
    path("matches/<uuid:pk>/decide/", views_match.decide, name="decide"),
]

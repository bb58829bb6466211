"""Addresses of this room, below /figures/series/."""

from django.urls import path

from bereg.outside_series import views, views_values

app_name = "outside_series"
urlpatterns = [
    path("", views.all_series, name="all_series"),
    path("new/", views.new_series, name="new_series"),
    path("<uuid:pk>/", views.series, name="series"),
    path("<uuid:pk>/<slug:side>.svg", views.chart, name="chart"),
    path("<uuid:pk>/change/", views.change_series, name="change_series"),
    path("<uuid:pk>/value/", views_values.add_value, name="add_value"),
    path("<uuid:pk>/take-off/", views_values.take_off, name="take_off"),
    path("<uuid:pk>/file/", views_values.upload, name="upload"),
    path("<uuid:pk>/file/take/", views_values.take, name="take"),
]

"""Addresses of this room."""

from django.urls import path

from bereg.dangers import views, views_handing_on, views_steps

app_name = "dangers"
urlpatterns = [
    path("", views.dangers, name="dangers"),
    path("strip/", views.strip, name="strip"),
    path("waiting/", views.waiting, name="waiting"),
    path("raise/", views.raise_danger, name="raise"),
    path("steps/", views_steps.steps, name="steps"),
    path("steps/<uuid:centre>/<slug:kind>/", views_steps.write_steps, name="write_steps"),
    path("<uuid:pk>/", views.danger, name="danger"),
    path("<uuid:pk>/take/", views.take, name="take"),
    path("<uuid:pk>/tick/", views.tick, name="tick"),
    path("<uuid:pk>/untick/", views.untick, name="untick"),
    path("<uuid:pk>/give-back/", views_handing_on.give_back, name="give_back"),
    path("<uuid:pk>/pass/", views_handing_on.pass_on, name="pass_on"),
    path("<uuid:pk>/end/", views.end, name="end"),
]

"""/, ru/, en/: what everybody may see."""

from django.urls import path, re_path

from bereg.public_site import views

app_name = "public_site"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    re_path(r"^(?P<language>[a-z]{2})/$", views.home, name="home"),
]

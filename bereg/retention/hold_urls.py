"""The hold of one record. Below which address it stands, and of which kind the record is, `bereg/urls.py` says."""

from django.urls import path

from bereg.retention import views_holds

app_name = "holds"
urlpatterns = [
    path("", views_holds.hold, name="hold"),
    path("lift/", views_holds.lift_hold, name="lift_hold"),
    path("review/", views_holds.review_hold, name="review_hold"),
]

"""people/, centres/, join/: who works here, and where."""

from django.urls import path

from bereg.centres import views, views_people

app_name = "centres"
urlpatterns = [
    path("people/", views_people.people, name="people"),
    path("people/<uuid:pk>/", views_people.change_person, name="change_person"),
    path("people/invitations/<uuid:pk>/revoke/", views_people.revoke_invitation, name="revoke_invitation"),
    path("join/<slug:secret>/", views_people.join, name="join"),
    path("centres/", views.centres, name="centres"),
    path("centres/new/", views.new_centre, name="new_centre"),
    path("centres/<uuid:pk>/", views.centre, name="centre"),
    path("centres/<uuid:pk>/hours/", views.set_hours, name="set_hours"),
    path("centres/<uuid:pk>/days/", views.set_day, name="set_day"),
    path("centres/<uuid:pk>/lines/", views.add_line, name="add_line"),
    path("centres/lines/<uuid:pk>/", views.line, name="line"),
]

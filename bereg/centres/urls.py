"""people/, centres/, join/: who works here, and where."""

from django.urls import path

from bereg.centres import views, views_people, views_setting_up

app_name = "centres"
urlpatterns = [
    path("setting-up/", views_setting_up.page, name="setting_up"),
    path("setting-up/dismiss/", views_setting_up.dismiss, name="dismiss_setting_up"),
    path("setting-up/<slug:code>/look/", views_setting_up.look, name="look_at_step"),
    path("people/", views_people.people, name="people"),
    path("people/roles/", views_people.switch_role, name="switch_role"),
    path("people/<uuid:pk>/", views_people.change_person, name="change_person"),
    path("people/invitations/<uuid:pk>/revoke/", views_people.revoke_invitation, name="revoke_invitation"),
    path("join/by-mail/<slug:half>/", views_people.join_mailed, name="join_mailed"),
    path("join/<slug:secret>/", views_people.join, name="join"),
    path("centres/", views.centres, name="centres"),
    path("centres/new/", views.new_centre, name="new_centre"),
    path("centres/<uuid:pk>/", views.centre, name="centre"),
    path("centres/<uuid:pk>/hours/", views.set_hours, name="set_hours"),
    path("centres/<uuid:pk>/days/", views.set_day, name="set_day"),
    path("centres/<uuid:pk>/lines/", views.add_line, name="add_line"),
    path("centres/lines/<uuid:pk>/", views.line, name="line"),
]

"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.tasks import views
from bereg.tasks.views_appointments import appointment_days
from bereg.tasks.views_calendar import calendar, make_calendar_link, revoke_calendar_link
from bereg.tasks.views_open import give_several, open_list
from bereg.tasks.views_safe_contact import safe_contact

app_name = "tasks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tasks/appointments/", appointment_days, name="appointments"),
    path("tasks/appointments/link/", make_calendar_link, name="make_calendar_link"),
    path("tasks/appointments/link/revoke/", revoke_calendar_link, name="revoke_calendar_link"),
    path("calendar/<slug:secret>.ics", calendar, name="calendar"),
    path("tasks/new/", views.new_free_task, name="new_free_task"),
    path("tasks/open/", open_list, name="open_tasks"),
    path("tasks/open/give/", give_several, name="give_several"),
    path("tasks/<uuid:pk>/", views.task, name="task"),
    path("tasks/<uuid:pk>/number/", views.show_number, name="show_number"),
    path("tasks/<uuid:pk>/take/", views.take, name="take"),
    path("tasks/<uuid:pk>/give/", views.give, name="give"),
    path("tasks/<uuid:pk>/move/", views.move, name="move"),
    path("tasks/<uuid:pk>/done/", views.finish, name="finish"),
    path("tasks/<uuid:pk>/drop/", views.drop, name="drop"),
    path("enquiries/<uuid:pk>/tasks/new/", views.new_task, name="new_task"),
    path("enquiries/<uuid:pk>/safe-contact/", safe_contact, name="safe_contact"),
]

"""Addresses of this room."""

from django.urls import path

from bereg.conversations import views, views_acts, views_chat

app_name = "conversations"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:pk>/", views.thread, name="thread"),
    path("inbox/<uuid:pk>/answer/", views.answer, name="answer"),
    path("inbox/<uuid:pk>/news/", views_chat.news, name="news"),
    path("inbox/<uuid:pk>/writing/", views_chat.writing, name="writing"),
    path("inbox/<uuid:pk>/events/", views_chat.events, name="events"),
    path("inbox/<uuid:pk>/take/", views_acts.take, name="take"),
    path("inbox/<uuid:pk>/give/", views_acts.give, name="give"),
    path("inbox/<uuid:pk>/note/", views_acts.note, name="note"),
    path("inbox/<uuid:pk>/close/", views_acts.close, name="close"),
    path("inbox/<uuid:pk>/enquiry/", views_acts.grow, name="grow"),
    path("inbox/<uuid:pk>/erase/", views_acts.erase, name="erase"),
    path("inbox/<uuid:pk>/files/<uuid:file>/", views_acts.file, name="file"),
    path("inbox/<uuid:pk>/files/<uuid:file>/play/", views_acts.play, name="play"),
]

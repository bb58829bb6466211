"""Addresses for whoever asks a question, which the process of the public pages serves."""

from django.urls import re_path

from bereg.web_questions import public_chat, public_views, public_visit

LANGUAGE = r"^(?P<language>[a-z]{2})/ask"

app_name = "ask"
urlpatterns = [
    re_path(rf"{LANGUAGE}/$", public_views.ask, name="ask"),
    re_path(rf"{LANGUAGE}/again/$", public_views.again, name="again"),
    re_path(rf"{LANGUAGE}/talk/$", public_visit.talk, name="talk"),
    re_path(rf"{LANGUAGE}/news/$", public_chat.news, name="news"),
    re_path(rf"{LANGUAGE}/writing/$", public_chat.writing, name="writing"),
    re_path(rf"{LANGUAGE}/events/$", public_chat.events, name="events"),
    re_path(rf"{LANGUAGE}/written/$", public_visit.written, name="written"),
    re_path(rf"{LANGUAGE}/end/$", public_visit.end, name="end"),
]

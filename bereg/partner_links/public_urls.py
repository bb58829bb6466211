"""Addresses for partners, which the process of the public pages serves."""

from django.urls import re_path

from bereg.partner_links import public_views

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

app_name = "partner"
urlpatterns = [re_path(rf"^(?P<language>ru|en)/p/(?P<pk>{UUID})/$", public_views.link, name="link")]

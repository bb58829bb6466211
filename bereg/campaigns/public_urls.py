"""The address in QR pictures, which the process of the public pages serves."""

from django.urls import re_path

from bereg.campaigns import public_views

app_name = "campaign_code"
urlpatterns = [re_path(r"^m/(?P<code>[^/]{1,16})/$", public_views.opened, name="opened")]

"""Addresses of sign-in; the library's own names, without a namespace."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]

"""Addresses of this room."""

from django.urls import path

from bereg.violations import views, views_check_requests, views_trend_notices

app_name = "violations"
urlpatterns = [
    path("violations/", views.violations, name="violations"),
    path("enquiries/<uuid:pk>/violations/new/", views.new_violation, name="new_violation"),
    path("violations/<uuid:pk>/", views.violation, name="violation"),
    path("violations/<uuid:pk>/link/", views.link, name="link"),
    path("violations/<uuid:pk>/unlink/", views.unlink, name="unlink"),
    path("violations/<uuid:pk>/remove/", views.remove, name="remove"),
    path("violations/<uuid:pk>/check/", views_check_requests.check, name="check"),
    path("violations/<uuid:pk>/check/judge/", views_check_requests.judge, name="judge"),
    path("violations/<uuid:pk>/check/draft/", views_check_requests.draft_check, name="draft_check"),
    path("violations/notices/<uuid:pk>/<str:code>/", views_trend_notices.new_notice, name="new_notice"),
]

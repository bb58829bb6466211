"""audit/: who looked at what, and who did what."""

from django.urls import path

from bereg.audit_review import views

app_name = "audit_review"
urlpatterns = [path("", views.acts, name="acts")]

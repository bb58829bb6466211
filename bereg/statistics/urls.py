"""Addresses of this room, below /figures/."""

from django.urls import path

from bereg.statistics import views, views_export, views_signals

app_name = "statistics"
urlpatterns = [
    path("", views.report, name="report"),
    path("chart/<slug:table>.svg", views.chart, name="chart"),
    path("chart/<slug:table>/months.svg", views.monthly_chart, name="monthly_chart"),
    path("export/ask/", views_export.ask, name="ask_export"),
    path("export/", views_export.take, name="export"),
    path("signals/", views_signals.signals, name="signals"),
    path("signals/note/", views_signals.note_signal, name="note_signal"),
    path("signals/<slug:share>.svg", views_signals.signal_chart, name="signal_chart"),
    path("close/<str:month>/", views.close_month, name="close_month"),
]

"""Addresses of this room, below /figures/."""

from django.urls import path

from bereg.statistics import views, views_export, views_release, views_signals

app_name = "statistics"
urlpatterns = [
    path("", views.report, name="report"),
    path("chart/<slug:table>.svg", views.chart, name="chart"),
    path("chart/<slug:table>/months.svg", views.monthly_chart, name="monthly_chart"),
    path("export/ask/", views_export.ask, name="ask_export"),
    path("export/", views_export.take, name="export"),
    path("releases/", views_release.all_releases, name="releases"),
    path("releases/tables/", views_release.published_tables, name="published_tables"),
    path("releases/prepare/", views_release.prepare, name="prepare_release"),
    path("releases/preparing/<uuid:id>/", views_release.preparation, name="preparation"),
    path("releases/<uuid:id>/", views_release.release, name="release"),
    path("releases/<uuid:id>/ask/", views_release.ask, name="ask_release"),
    path("releases/<uuid:id>/publish/", views_release.publish, name="publish_release"),
    path("releases/<uuid:id>/withdraw/", views_release.withdraw, name="withdraw_release"),
    path("signals/", views_signals.signals, name="signals"),
    path("signals/note/", views_signals.note_signal, name="note_signal"),
    path("signals/<slug:share>.svg", views_signals.signal_chart, name="signal_chart"),
    path("close/<str:month>/", views.close_month, name="close_month"),
]

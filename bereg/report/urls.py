"""Addresses of this room, below /figures/."""

from django.urls import path

from bereg.report import views, views_closing, views_cross, views_export

app_name = "report"
urlpatterns = [
    path("", views.report, name="report"),
    path("print/", views.print_report, name="print"),
    path("cross-tables/", views_cross.cross_tables, name="cross_tables"),
    path("trend.svg", views.trend_chart, name="trend_chart"),
    path("chart/<slug:table>.svg", views.chart, name="chart"),
    path("chart/<slug:table>/months.svg", views.monthly_chart, name="monthly_chart"),
    path("export/ask/", views_export.ask, name="ask_export"),
    path("export/", views_export.take, name="export"),
    path("close/<str:month>/", views_closing.close_month, name="close_month"),
]

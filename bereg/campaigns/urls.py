"""Addresses of this room for the staff. Those in QR pictures: public_urls.py."""

from django.urls import path

from bereg.campaigns import views, views_distributions, views_list, views_materials, views_places

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.new_campaign, name="new_campaign"),
    path("campaigns/<uuid:pk>/", views.campaign, name="campaign"),
    path("campaigns/<uuid:pk>/change/", views.change_campaign, name="change_campaign"),
    path("campaigns/<uuid:pk>/codes/", views.codes, name="codes"),
    path("campaigns/<uuid:pk>/codes.pdf", views.codes_file, name="codes_file"),
    path("campaigns/<uuid:pk>/materials/new/", views_materials.new_material, name="new_material"),
    path("campaigns/materials/<uuid:pk>/", views_materials.material, name="material"),
    path("campaigns/materials/<uuid:pk>/change/", views_materials.change_material, name="change_material"),
    path("campaigns/materials/<uuid:pk>/file/", views_materials.material_file, name="material_file"),
    path("campaigns/materials/<uuid:pk>/qr.svg", views_materials.qr_picture, name="qr_picture"),
    path("campaigns/places/", views_places.places, name="places"),
    path("campaigns/places/new/", views_places.new_place, name="new_place"),
    path("campaigns/places/<uuid:pk>/", views_places.place, name="place"),
    path("campaigns/list/", views_list.upload, name="upload"),
    path("campaigns/list/take/", views_list.take, name="take"),
    path("given/", views_distributions.give, name="give"),
    path("given/of/<uuid:pk>/", views_distributions.give, name="give_of"),
    path("given/<uuid:pk>/", views_distributions.distribution, name="distribution"),
    path("given/<uuid:pk>/remove/", views_distributions.remove, name="remove"),
]

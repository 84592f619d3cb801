from django.urls import path

from omlopp.web.screens.stock import lists, views

urlpatterns = [
    path("", views.stock, name="stock"),
    path("forrad.csv", views.export, name="stock-file"),
    path("formular.xlsx", lists.form, name="stock-form"),
    path("las-in/", lists.upload, name="stock-upload"),
    path("las-in/<slug:stock_list>/", lists.preview, name="stock-list"),
    path("ny/", views.add, name="stock-add"),
    path("<int:stock_item>/", views.item, name="stock-item"),
    path("<int:stock_item>/ta-ut/", views.take_out, name="stock-take-out"),
]

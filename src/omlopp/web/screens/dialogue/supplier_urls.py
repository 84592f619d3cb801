from django.urls import path

from omlopp.web.screens.dialogue import suppliers

urlpatterns = [
    path("", suppliers.register, name="suppliers"),
    path("ny/", suppliers.new, name="add-supplier"),
    path("hamta/", suppliers.fetch, name="fetch-suppliers"),
    path("leverantorer.csv", suppliers.as_file, name="suppliers-file"),
    path("<int:supplier>/", suppliers.change, name="supplier"),
    path("<int:supplier>/bort/", suppliers.remove, name="remove-supplier"),
]

from django.urls import path

from omlopp.web.screens.contracts import changing, deliveries, ending, register, supplier, views

OURS = "organisation/<int:organisation>/avtal/"
HERE = "upphandling/<int:pk>/avtal/"
ONE = HERE + "<int:contract>/"
THEIRS = "leverera/"

urlpatterns = [
    path(OURS, register.contracts, name="contracts"),
    path(OURS + "fil/", register.contracts_file, name="contracts-file"),
    path(OURS + "nytt/", register.new, name="register-contract-new"),
    path(OURS + "<int:contract>/", register.page, name="register-contract"),
    path(OURS + "<int:contract>/uppgifter/", views.describe, name="register-describe"),
    path(OURS + "<int:contract>/andra/", changing.change, name="register-change"),
    path(OURS + "<int:contract>/slut/", ending.end, name="register-end"),
    path(HERE, views.here, name="contract-here"),
    path(HERE + "nytt/<str:lot_id>/", views.new, name="contract-new"),
    path(HERE + "lardomar/", ending.lessons, name="lessons"),
    path(ONE, views.page, name="contract"),
    path(ONE + "uppgifter/", views.describe, name="contract-describe"),
    path(ONE + "andra/", changing.change, name="contract-change"),
    path(ONE + "slut/", ending.end, name="contract-end"),
    path(ONE + "lank/", views.open_link, name="supplier-link"),
    path(ONE + "lank/<int:link>/stang/", views.close_link, name="supplier-link-close"),
    path(ONE + "kontakter/", views.contacts, name="contract-contacts"),
    path(ONE + "rapport/<int:report>/", deliveries.delivery, name="delivery"),
    path(ONE + "rapport/<int:report>/fil/<int:number>/", deliveries.file, name="delivery-file"),
    path(THEIRS, supplier.mine, name="my-deliveries"),
    path(THEIRS + "avtal/<int:contract>/", supplier.my_contract, name="my-contract"),
    path(THEIRS + "avtal/<int:contract>/<int:report>/", supplier.my_report, name="my-report"),
    path(THEIRS + "avtal/<int:contract>/<int:report>/formular/", supplier.my_form, name="my-report-form"),
    path(THEIRS + "<str:door>/", supplier.by_link, name="deliver"),
    path(THEIRS + "<str:door>/<int:report>/", supplier.report_by_link, name="deliver-report"),
    path(THEIRS + "<str:door>/<int:report>/formular/", supplier.form_by_link, name="deliver-form"),
]

from django.urls import path

from omlopp.web.screens.organisation import people, personal, views

urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("roller/", views.role_table, name="roles"),
    path("mina-uppgifter/", personal.mine, name="my-data"),
    path("mina-uppgifter/fil/", personal.my_file, name="my-data-file"),
    path("<int:organisation>/", views.organisation, name="organisation"),
    path("<int:organisation>/installningar/", views.settings, name="organisation-settings"),
    path("<int:organisation>/enheter/", views.units, name="organisation-units"),
    path("<int:organisation>/fil/<slug:what>/", views.file, name="organisation-file"),
    path("<int:organisation>/logg/", views.log_check, name="organisation-log"),
    path("<int:organisation>/personer/", people.organisation_people, name="organisation-people"),
    path("<int:organisation>/konto/", people.account, name="organisation-account"),
    path("<int:organisation>/personer/<str:username>/uppgifter/", personal.person_file, name="person-data"),
]

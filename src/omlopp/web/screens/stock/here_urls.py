from django.urls import path

from omlopp.web.screens.stock import here, waste

urlpatterns = [
    path("", here.stock_here, name="stock-here"),
    path("<int:stock_item>/reservera/", here.reserve, name="stock-reserve"),
    path("<int:transfer>/angra/", here.undo, name="stock-undo"),
    path("antal/", here.amount, name="stock-amount"),
    path("racker/", here.enough, name="stock-enough"),
    path("avfall-eller-produkt/", waste.answer, name="waste-answer"),
]

"""Public addresses: no login, no names."""

from django.urls import path

from portal import views

app_name = "portal"

urlpatterns = [
    path("v/<str:token>/", views.letter_check, name="letter_check"),
    path("t/<str:number>/", views.receipt_check, name="receipt_check"),
]

"""Public addresses: no login, no names."""

from django.urls import path

from portal import views, views_letters, views_ticket

app_name = "portal"

urlpatterns = [
    path("v/<str:token>/", views_letters.letter_check, name="letter_check"),
    path("t/<str:number>/", views.receipt_check, name="receipt_check"),
    path("k/<str:ticket>/", views_ticket.complaint_ticket, name="complaint_ticket"),
    path("k/<str:ticket>/terjawab/", views_ticket.complaint_answered, name="complaint_answered"),
]

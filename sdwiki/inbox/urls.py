"""The inbox, and the link that ends mails of a kind."""

from django.urls import path

from sdwiki.inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox-read"),
    path("inbox/<int:pk>/", views.open_notice, name="inbox-open"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]

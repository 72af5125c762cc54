"""Messages, and the calendar."""

from django.urls import path

from quizzes.reminding import views

urlpatterns = [
    path("settings/messages/", views.messages, name="messages"),
    path("settings/calendar/", views.calendar_address, name="calendar-address"),
    path("calendar/<str:token>.ics", views.calendar, name="calendar"),
]

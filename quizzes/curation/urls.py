"""Addresses of curation: the bank for those who look after it, and the reports of learners."""

from django.urls import path

from quizzes.curation import authored_views, file_views, owned_views, regrade_views, report_views, spelling_views, views

urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/new/", authored_views.new, name="question-new"),
    path("questions/export/", file_views.exports, name="question-exports"),
    path("questions/export/file/", file_views.export, name="question-export"),
    path("questions/import/", file_views.import_file, name="question-import"),
    path("questions/statistics/", views.statistics, name="statistics"),
    path("questions/statistics/compute/", views.compute_all, name="statistics-compute"),
    path("questions/reports/", report_views.queue, name="reports"),
    path("questions/reports/<int:pk>/resolve/", report_views.resolve_question, name="report-resolve"),
    path("questions/reports/cards/<int:pk>/resolve/", report_views.resolve_card, name="card-report-resolve"),
    path("questions/spellings/", spelling_views.queue, name="spellings"),
    path("questions/<int:pk>/spellings/", spelling_views.decide, name="spelling-decide"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/refusals/", views.refusals, name="question-refusals"),
    path("questions/<int:pk>/regrade/", regrade_views.regrade, name="question-regrade"),
    path("questions/<int:pk>/edit/", authored_views.edit, name="question-edit"),
    path("questions/<int:pk>/state/", views.state, name="question-state"),
    path("questions/<int:pk>/explanation/", views.note, name="question-note"),
    path("questions/<int:pk>/aliases/", views.alias, name="question-alias"),
    path("questions/<int:pk>/aliases/<int:alias_pk>/take-back/", views.alias_back, name="question-alias-back"),
    path("questions/<int:pk>/compute/", views.compute_one, name="question-compute"),
    path("classes/questions/", owned_views.questions, name="class-questions"),
    path("classes/questions/new/", owned_views.new, name="class-question-new"),
    path("classes/questions/<int:pk>/edit/", owned_views.edit, name="class-question-edit"),
    path("classes/questions/<int:pk>/keep/", owned_views.keep, name="class-question-keep"),
    path("quizzes/<int:attempt>/<int:position>/report/", report_views.report_question, name="report-question"),
    path("review/<int:card_id>/report/", report_views.report_card, name="report-card"),
]

"""Addresses below /classes/<class>/quizzes/."""

from django.urls import path

from quizzes.classes.setting import mark_views, paper_views, views, watch_views

urlpatterns = [
    path("new/", views.new, name="class-quiz-new"),
    path("<int:quiz>/", views.show, name="class-quiz"),
    path("<int:quiz>/edit/", views.edit, name="class-quiz-edit"),
    path("<int:quiz>/give/", views.give, name="class-quiz-give"),
    path("<int:quiz>/take-back/", views.take_back, name="class-quiz-take-back"),
    path("<int:quiz>/remove/", views.remove, name="class-quiz-remove"),
    path("<int:quiz>/sit/", views.sit, name="class-quiz-sit"),
    path("<int:quiz>/start/", views.start, name="class-quiz-start"),
    path("<int:quiz>/paper/", paper_views.paper, name="class-quiz-paper"),
    path("<int:quiz>/paper/change/", paper_views.lay_out, name="class-quiz-lay-out"),
    path("<int:quiz>/preview/", paper_views.preview, name="class-quiz-preview"),
    path("<int:quiz>/print/", paper_views.printed, name="class-quiz-print"),
    path("<int:quiz>/watch/", watch_views.watch, name="class-quiz-watch"),
    path("<int:quiz>/extend/", watch_views.extend_all, name="class-quiz-extend"),
    path("<int:quiz>/announce/", watch_views.announce, name="class-quiz-announce"),
    path("<int:quiz>/people/<int:learner>/", watch_views.terms, name="class-quiz-terms"),
    path("<int:quiz>/people/<int:learner>/agree/", watch_views.agree, name="class-quiz-agree"),
    path("<int:quiz>/attempts/<int:attempt>/", watch_views.attempt, name="class-quiz-attempt"),
    path("<int:quiz>/attempts/<int:attempt>/act/", watch_views.act, name="class-quiz-act"),
    path("<int:quiz>/attempts/<int:attempt>/<int:position>/mark/", mark_views.override, name="class-quiz-mark"),
    path("<int:quiz>/questions/", mark_views.questions, name="class-quiz-questions"),
    path("<int:quiz>/questions/<int:question>/", mark_views.rehearse, name="class-quiz-rehearse"),
    path("<int:quiz>/questions/<int:question>/regrade/", mark_views.regrade, name="class-quiz-regrade"),
]

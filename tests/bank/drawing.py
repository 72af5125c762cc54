"""A quiz drawn as a list."""

from quizzes.bank.assemble import Blueprint
from quizzes.bank.queries import draw as draw_blueprint


def draw(*, topics, count, seed, graded, **narrowed):
    return draw_blueprint(topics=topics, blueprint=Blueprint(count, graded=graded, **narrowed), seed=seed).versions

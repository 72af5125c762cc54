"""What runs by itself, and every how many seconds; what has waited longer than it `expires` is not run any more.

Pure: no Django, for the settings read it.
"""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "quizzes.tasks.heartbeat", "schedule": 20, "options": {"expires": 60}},
    "close-attempts": {"task": "quizzes.tasks.close_attempts", "schedule": 15, "options": {"expires": 60}},
    "statistics": {"task": "quizzes.tasks.statistics", "schedule": 3600, "options": {"expires": 3600}},
    # Each learner once a night at most, some hours after they have stopped.
    "fit-parameters": {"task": "quizzes.tasks.fit_parameters", "schedule": 3600, "options": {"expires": 3600}},
    # Every hour, as beat forgets at a restart when it ticked last: a machine that sleeps at night would never clean.
    "clean": {"task": "quizzes.tasks.clean", "schedule": 3600, "options": {"expires": 3600}},
    "leave": {"task": "quizzes.tasks.leave", "schedule": 600, "options": {"expires": 600}},
    "open-days": {"task": "quizzes.tasks.open_days", "schedule": 60, "options": {"expires": 120}},
    "settle-assignments": {
        "task": "quizzes.tasks.settle_assignments",
        "schedule": 60,
        "options": {"expires": 120},
    },
    "follow-classes": {"task": "quizzes.tasks.follow_classes", "schedule": 300, "options": {"expires": 300}},
    "remind": {"task": "quizzes.tasks.remind", "schedule": 60, "options": {"expires": 120}},
    "tell-classes": {"task": "quizzes.tasks.tell_classes", "schedule": 20, "options": {"expires": 60}},
    "send-mails": {"task": "quizzes.tasks.send_mails", "schedule": 20, "options": {"expires": 60}},
}

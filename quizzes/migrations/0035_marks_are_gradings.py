from django.db import migrations


class Migration(migrations.Migration):
    """An answer is what was said; what it was worth stands in its gradings."""

    dependencies = [
        ("quizzes", "0034_marks_of_old_attempts"),
    ]

    operations = [
        migrations.RemoveField(model_name="answer", name="share"),
    ]

"""An assignment says what it covers and asks in rows of its own; the phase, day and target that it had are no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0051_assignments_of_phases"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="assignment",
            options={"ordering": ["due", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignment_once",
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignment_target",
        ),
        migrations.RemoveField(
            model_name="assignment",
            name="due_on",
        ),
        migrations.RemoveField(
            model_name="assignment",
            name="phase",
        ),
        migrations.RemoveField(
            model_name="assignment",
            name="target_recall",
        ),
        migrations.AlterField(
            model_name="assignment",
            name="title",
            field=models.CharField(max_length=120),
        ),
    ]

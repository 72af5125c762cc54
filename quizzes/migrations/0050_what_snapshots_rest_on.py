"""When a page was first marked as read, and when what an assignment came to is to be kept next.

Empty where a page was marked once alone. The table of assignments, which gets an index, is small.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0049_a_code_leads_to_one_class"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="first_at",
            field=models.DateTimeField(help_text="When it was first marked, in whichever revision.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="settle_at",
            field=models.DateTimeField(editable=False, help_text="When somebody’s state is kept next.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="groups",
            field=models.ManyToManyField(blank=True, related_name="+", to="quizzes.group"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("settle_at__isnull", False)), fields=["settle_at"], name="assignment_to_settle"
            ),
        ),
    ]

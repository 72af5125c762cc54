"""Events that administrators can look up later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_breaks_and_days_off"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=60)),
                (
                    "by",
                    models.BigIntegerField(
                        help_text="Number of the account that did it; none for what runs by itself.", null=True
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("fields", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="audit_newest")],
            },
        ),
    ]

"""Notices, the mails that copy them, and what people choose."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("day", models.DateField(help_text="The person's local date.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("claimed", "Claimed"),
                            ("sent", "Sent"),
                            ("refused", "Refused"),
                            ("unknown", "Unknown"),
                            ("dropped", "Dropped"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="Not to be sent before.")),
                ("until", models.DateTimeField(help_text="Of no use from here on.")),
                ("claimed_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_copies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("key", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                (
                    "link",
                    models.CharField(
                        blank=True, help_text="An address of this site, from its first slash.", max_length=300
                    ),
                ),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "copy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="inbox.mailcopy",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("hour", models.PositiveSmallIntegerField(null=True)),
                ("mailed", models.BooleanField()),
                ("last_day", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="mailcopy",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["due_at"], name="mail_pending"),
        ),
        migrations.AddIndex(
            model_name="mailcopy",
            index=models.Index(condition=models.Q(("state", "claimed")), fields=["claimed_at"], name="mail_claimed"),
        ),
        migrations.AddConstraint(
            model_name="mailcopy",
            constraint=models.UniqueConstraint(fields=("person", "kind", "day"), name="mail_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="mailcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "claimed", "sent", "refused", "unknown", "dropped"])),
                name="mail_state",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "-id"], name="notice_newest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("person", "kind", "key"), name="notice_once"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(fields=("person", "kind"), name="subscription_once"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour", None), ("hour__lte", 23), _connector="OR"), name="subscription_hour"
            ),
        ),
    ]

"""Ways into a class, groups, messages, and the last runs of jobs."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import quizzes.classes.joining.models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0047_room_for_new_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "for_group",
                    models.CharField(
                        blank=True, help_text="What the group was called; empty for the class.", max_length=80
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(help_text="Idempotency key of its form.")),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("email", models.CharField(help_text="In lower case.", max_length=254)),
                ("name", models.CharField(blank=True, help_text="What the list called them.", max_length=120)),
                (
                    "token",
                    models.CharField(default=quizzes.classes.joining.models.new_token, max_length=40, unique=True),
                ),
                ("made_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["email"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("ended_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("outcome", models.CharField(max_length=10)),
                ("failed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("real_name", models.CharField(max_length=120)),
                ("token", models.CharField(help_text="The link of the class when it was asked.", max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="cohort",
            name="approval",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Whether joining waits for the staff."
            ),
        ),
        migrations.AddField(
            model_name="cohort",
            name="code",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="To be typed in place of the link, if wanted.",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="cohort",
            name="link_limit",
            field=models.PositiveIntegerField(help_text="How many may join by this link and code.", null=True),
        ),
        migrations.AddField(
            model_name="cohort",
            name="link_until",
            field=models.DateTimeField(help_text="From here on the link and the code lead nowhere.", null=True),
        ),
        migrations.AddField(
            model_name="cohort",
            name="link_used",
            field=models.PositiveIntegerField(db_default=0, default=0, help_text="How many have joined by them."),
        ),
        migrations.AddField(
            model_name="membership",
            name="real_name",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="For the staff alone.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="classmessage",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="classmessage",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="quizzes.cohort"
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="quizzes.cohort"
            ),
        ),
        migrations.AddField(
            model_name="classmessage",
            name="group",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="quizzes.group"
            ),
        ),
        migrations.AddField(
            model_name="groupmember",
            name="group",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="quizzes.group"),
        ),
        migrations.AddField(
            model_name="groupmember",
            name="membership",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="quizzes.membership"),
        ),
        migrations.AddField(
            model_name="group",
            name="members",
            field=models.ManyToManyField(related_name="groups", through="quizzes.GroupMember", to="quizzes.membership"),
        ),
        migrations.AddField(
            model_name="invitation",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="quizzes.cohort"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="learner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="join_requests", to="quizzes.cohort"
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="classmessage",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["at"], name="class_message_untold"),
        ),
        migrations.AddConstraint(
            model_name="classmessage",
            constraint=models.UniqueConstraint(fields=("author", "key"), name="class_message_once"),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.UniqueConstraint(fields=("group", "membership"), name="group_member_once"),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                models.F("cohort"), django.db.models.functions.text.Lower("name"), name="group_named_once"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["due_at"], name="invitation_pending"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("state", "claimed")), fields=["claimed_at"], name="invitation_claimed"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("cohort", "email"), name="invitation_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "claimed", "sent", "refused", "unknown", "dropped"])),
                name="invitation_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(fields=("cohort", "learner"), name="join_request_once"),
        ),
    ]

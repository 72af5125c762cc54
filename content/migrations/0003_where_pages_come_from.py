from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_drop_structure"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="came_from",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="What it is imported from: “shipped”, or a path. Empty for pages of the site, and for older imports.",
            ),
        ),
    ]

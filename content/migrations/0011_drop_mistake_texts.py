from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0010_move_mistakes"),
    ]

    operations = [
        migrations.RemoveField(model_name="interview", name="mistake_texts"),
    ]

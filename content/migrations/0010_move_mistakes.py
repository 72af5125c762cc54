from django.db import migrations

from content.reading.text import slugify


def into_rows(apps, schema_editor):
    """Give each mistake a row, whose key is made from its words."""
    Mistake = apps.get_model("content", "Mistake")
    for interview in apps.get_model("content", "Interview").objects.all():
        by_key = {slugify(text)[:80]: text for text in reversed(interview.mistake_texts)}
        Mistake.objects.bulk_create(
            Mistake(interview=interview, position=n, key=key, text=text)
            for n, (key, text) in enumerate(reversed(by_key.items()), 1)
        )


def into_texts(apps, schema_editor):
    for interview in apps.get_model("content", "Interview").objects.all():
        interview.mistake_texts = list(interview.mistakes.order_by("position").values_list("text", flat=True))
        interview.save(update_fields=["mistake_texts"])


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0009_mistakes"),
    ]

    operations = [
        migrations.RunPython(into_rows, into_texts),
    ]

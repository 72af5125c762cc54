from django.db import migrations


class Migration(migrations.Migration):
    # The rows were a reading of each page's current text, and nothing but a count asked them.
    dependencies = [
        ("content", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="Trait"),
        migrations.DeleteModel(name="TraitList"),
        migrations.DeleteModel(name="Cell"),
        migrations.DeleteModel(name="Dimension"),
        migrations.DeleteModel(name="Option"),
        migrations.DeleteModel(name="Table"),
        migrations.DeleteModel(name="Section"),
    ]

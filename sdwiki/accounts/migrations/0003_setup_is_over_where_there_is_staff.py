"""Where there is an administrator, a set-up link may have been used: whatever was printed before is dead."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_the_use(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if apps.get_model("accounts", "User").objects.filter(is_staff=True).exists():
        apps.get_model("accounts", "SetupUse").objects.create()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_setup_uses")]

    operations = [migrations.RunPython(note_the_use, migrations.RunPython.noop)]

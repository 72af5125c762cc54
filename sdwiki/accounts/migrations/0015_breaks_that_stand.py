"""The break that somebody has planned is the first of their breaks. Few have one."""

from django.db import migrations

BREAKS = """
UPDATE accounts_user SET breaks = datemultirange(daterange(break_from, break_until, '[]'))
WHERE break_from IS NOT NULL AND isempty(breaks)
"""
# The last of several is kept, as the next one that was planned took the place of another.
ONE = """
UPDATE accounts_user SET break_from = first, break_until = last
FROM (SELECT id AS who, max(lower(one)) AS first, max(upper(one)) - 1 AS last
      FROM accounts_user, unnest(breaks) one GROUP BY id) latest
WHERE who = id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_several_breaks"),
    ]

    operations = [
        migrations.RunSQL(BREAKS, ONE, elidable=False),
    ]

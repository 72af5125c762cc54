"""Choices keep where they come from as "slug#anchor" instead of an address, and each version's checksum follows.

Without the checksums every question would get a new version at the next start. They are computed here as the bank
computes them at this point of its history, from what is stored. What people wrote (``own/``) has checksums that do not
hold the source, so these stay.
"""

from django.db import migrations

BATCH = 2000

FORWARDS = ("^/wiki/([^/#]+)/(#.*)?$", r"\1\2")
BACKWARDS = ("^([^/#]+)(#.*)?$", r"/wiki/\1/\2")

CHOICES = """
UPDATE quizzes_choice SET source = regexp_replace(source, %(old)s, %(new)s)
WHERE version_id = ANY(%(versions)s) AND source ~ %(old)s
"""

# Its parts with U+001F between them: context, ask, explanation, for each choice its text, whether it is right, reason,
# fact, source and target (if any), and the targets.
CHECKSUMS = """
UPDATE quizzes_questionversion v
SET checksum = encode(sha256(convert_to(concat_ws(
    chr(31), v.context, v.ask, v.explanation,
    (SELECT string_agg(
         concat_ws(
             chr(31), c.text, CASE WHEN c.correct THEN 'True' ELSE 'False' END, c.reason, c.fact, c.source,
             nullif(c.target, '')
         ), chr(31) ORDER BY c.position)
     FROM quizzes_choice c WHERE c.version_id = v.id),
    CASE WHEN cardinality(v.targets) > 0 THEN array_to_string(v.targets, chr(31)) END
), 'UTF8')), 'hex')
FROM quizzes_question q
WHERE v.id = ANY(%(versions)s) AND q.id = v.question_id AND q.key NOT LIKE 'own/%%'
"""


def rewrite(pattern):
    """A step that rewrites the sources that match, and the checksums, a batch of versions at a time."""
    old, new = pattern

    def step(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            last = 0
            while True:
                cursor.execute(
                    "SELECT id FROM quizzes_questionversion WHERE id > %s ORDER BY id LIMIT %s", [last, BATCH]
                )
                versions = [pk for (pk,) in cursor.fetchall()]
                if not versions:
                    return
                last = versions[-1]
                cursor.execute(CHOICES, {"old": old, "new": new, "versions": versions})
                cursor.execute(CHECKSUMS, {"versions": versions})

    return step


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0002_difficulty_and_both_ways"),
    ]

    operations = [
        migrations.RunPython(rewrite(FORWARDS), rewrite(BACKWARDS), elidable=False),
    ]

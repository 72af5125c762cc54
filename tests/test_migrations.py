"""What a migration may do to tables that members use: nothing that rewrites or locks a big one for long."""

import pytest
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

OURS = ["accounts", "content", "inbox", "quizzes"]
# While the old code does not run on the new schema, tables and columns may be renamed and dropped.
OF_THE_CODE = ["DROP_COLUMN", "DROP_TABLE", "RENAME_COLUMN", "RENAME_TABLE"]
LOCKS = ["CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX"]
# Migrations that lock or rewrite tables which stay small, or seem to, by name; each needs a reason in its docstring.
SMALL = [
    "0024_room_for_a_kind",
    "0043_assignments_are_things",
    "0049_a_code_leads_to_one_class",
    "0050_what_snapshots_rest_on",
    "0055_nudges",
    "0058_questions_of_an_owner",
]


def lint(**options):
    linter = MigrationLinter(
        no_cache=True,
        include_apps=OURS,
        ignore_initial_migrations=True,
        exclude_migration_tests=OF_THE_CODE,
        warnings_as_errors_tests=LOCKS,
        **options,
    )
    linter.lint_all_migrations()
    return linter


@pytest.mark.django_db(transaction=True)  # an index that is built beside members asks for no transaction
def test_no_migration_rewrites_or_locks_a_big_table(capsys):
    linter = lint(ignore_name=SMALL)
    assert linter.nb_total > 0
    assert not linter.has_errors, capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE INDEX new ON quizzes_card (due)", "CREATE_INDEX"),
        ("ALTER TABLE quizzes_review ADD COLUMN weight int NOT NULL", "NOT_NULL"),
        ("ALTER TABLE quizzes_review ALTER COLUMN rating TYPE bigint", "ALTER_COLUMN"),
        ("ALTER TABLE quizzes_card ADD CONSTRAINT once UNIQUE (due)", "ADD_UNIQUE"),
    ],
)
def test_what_locks_or_rewrites_a_table_is_seen(statement, code):
    errors, _, warnings = analyse_sql_statements(PostgresqlAnalyser, [statement])
    assert code in {found.code for found in (*errors, *warnings)}

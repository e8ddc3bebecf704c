from django.db import migrations

from ledger.database.guards import Guard, Unguard

TABLE = "indicators_headline"
SAME = "series_id, period, base_period, observation_id, published_from, published_to"
# A choice that stood through several changesets had a row for each; it has one for all of them.
SETTLED = f"""
CREATE TEMPORARY TABLE settled AS
WITH begun AS (
    SELECT {SAME}, known_from, known_to,
        CASE WHEN known_from = lag(known_to) OVER (PARTITION BY {SAME} ORDER BY known_from)
            THEN 0 ELSE 1 END AS begins
    FROM {TABLE}
), numbered AS (
    SELECT {SAME}, known_from, known_to,
        sum(begins) OVER (PARTITION BY {SAME} ORDER BY known_from) AS stretch
    FROM begun
), whole AS (
    SELECT {SAME}, min(known_from) AS known_from,
        CASE WHEN count(known_to) = count(*) THEN max(known_to) END AS known_to
    FROM numbered
    GROUP BY {SAME}, stretch
)
SELECT (known_from - 1) * 1048576 - 1 + row_number() OVER (
        PARTITION BY known_from ORDER BY series_id, period, base_period, published_from
    ) AS key, {SAME}, known_from, known_to
FROM whole
"""


def settle(apps, schema_editor):
    """Write the rows that publishing writes by now, with the keys that a replay gives them."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        cursor.execute(f"DELETE FROM {TABLE}")
        columns = f"key, {SAME}, known_from, known_to"
        cursor.execute(f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM settled")
        cursor.execute("DROP TABLE settled")
        if connection.vendor == "postgresql":
            # A table whose foreign keys are still to be checked can't be guarded.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """A headline has one row for as long as it stands, not one for each changeset of its key."""

    dependencies = [("indicators", "0013_note_index")]

    operations = [
        Unguard("Headline", may_change="known_to"),
        migrations.RunPython(settle, migrations.RunPython.noop),
        Guard("Headline", may_change="known_to"),
    ]

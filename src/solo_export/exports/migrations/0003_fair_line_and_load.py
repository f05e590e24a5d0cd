from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce


def count_stored_bytes(apps: Any, schema_editor: Any) -> None:
    """What was stored before anybody counted; the snapshots of exports that are under way stay uncounted."""
    exports = apps.get_model("exports", "ExportRequest").objects.using(schema_editor.connection.alias)
    exports.exclude(file_key="").update(stored_bytes=Coalesce("file_size", 0))


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0002_more_formats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("key", models.CharField(max_length=150, primary_key=True, serialize=False)),
                ("unused_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField("exportrequest", "stored_bytes", models.BigIntegerField(db_default=0)),
        migrations.AddField("exportrequest", "turn", models.BigIntegerField(db_default=0)),
        migrations.RunPython(count_stored_bytes, migrations.RunPython.noop),
        migrations.RemoveIndex("exportrequest", name="export_waiting"),
        migrations.AddIndex(
            "exportrequest",
            models.Index(
                fields=["turn", "available_at"],
                name="export_line",
                condition=models.Q(("status", "pending")),
            ),
        ),
        migrations.AddIndex(
            "exportrequest", models.Index(fields=["user", "status", "turn"], name="export_under_way")
        ),
        migrations.AddIndex(
            "exportrequest", models.Index(fields=["user", "stored_bytes"], name="export_stored")
        ),
    ]

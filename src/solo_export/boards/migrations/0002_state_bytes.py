"""How much the database keeps of each board's state, counted by itself."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Cast, Coalesce

from solo_export.exports.admission.text_bytes import TextBytes


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="solosession",
            name="state_bytes",
            field=models.GeneratedField(
                expression=Coalesce(TextBytes(Cast("state", models.TextField())), 0),
                output_field=models.IntegerField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="solosession",
            index=models.Index(fields=["user", "state_bytes"], name="session_bytes"),
        ),
    ]

"""The recipe for a Django project, put together as a reader puts it together, exports a lesson."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

RECIPE = Path(__file__).parents[2] / "docs" / "recipes" / "django.md"
OF_DJANGO = '"django.contrib.auth", "django.contrib.contenttypes"'
SETTINGS = """
SECRET_KEY = "a key of the project's own, which is long enough"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["testserver"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "lessons.sqlite3"}}
MEDIA_ROOT = "files"
USE_TZ = True
SOLO_EXPORT_SYNC = True
"""
"""What a project has besides; instead of a worker, the call itself draws."""

SCHOOL_DAY = """
import django

django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from rest_framework.test import APIClient

from lessons.models import Lesson

call_command("makemigrations", "lessons", verbosity=0)
call_command("migrate", verbosity=0)
teacher = get_user_model().objects.create_user("teacher")
lesson = Lesson.objects.create(teacher=teacher, name="Lesson 4", state={"pages": [{"strokes": []}]})
client = APIClient()
client.force_authenticate(teacher)
export = client.post(f"/api/v1/solo/sessions/{lesson.pk}/export/", {"format": "pdf"}, format="json").json()
file = client.get(export["file_url"])
assert b"".join(file).startswith(b"%PDF-")
print(file["Content-Disposition"])
"""


def write_project(folder: Path) -> None:
    """The recipe's files, with what Django's own template has besides."""
    blocks = re.findall(r'^```python title="(\S+)"\n(.*?)^```$', RECIPE.read_text(), re.DOTALL | re.MULTILINE)
    files = dict(blocks)
    files["settings.py"] = SETTINGS + files["settings.py"].replace("...", OF_DJANGO)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    (folder / "lessons" / "__init__.py").touch()


def test_a_lesson_is_exported(tmp_path: Path) -> None:
    write_project(tmp_path)
    foreign = re.compile("SOLO_|DATABASE_URL|DJANGO_")
    own = {name: value for name, value in os.environ.items() if not foreign.match(name)}
    done = subprocess.run(
        [sys.executable, "-"],
        input=SCHOOL_DAY,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**own, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Lesson 4.pdf" in done.stdout

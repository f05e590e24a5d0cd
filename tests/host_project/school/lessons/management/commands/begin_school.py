"""`manage.py begin_school`: two teachers, and a lesson of the first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ....people.models import Person
from ...models import Lesson

STROKE = {
    "id": "s1",
    "tool": "line",
    "color": "#2563eb",
    "size": 4,
    "opacity": 1,
    "points": [{"x": 10, "y": 10}, {"x": 200, "y": 120}],
}


class Command(BaseCommand):
    """Make them, and print the lesson's key."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so."""
        teacher = Person.objects.create_user("anna@school.example", "chalk")
        Person.objects.create_user("boris@school.example", "chalk")
        state = {
            "pages": [{"id": "p1", "name": "1", "strokes": [STROKE], "assets": []}],
            "currentPageIndex": 0,
        }
        self.stdout.write(str(Lesson.objects.create(teacher=teacher, state=state).pk))

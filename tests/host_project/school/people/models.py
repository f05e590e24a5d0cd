"""People sign in by their address, and are numbered, not named by `id`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager["Person"]):
    """Makes people."""

    def create_user(self, email: str, password: str, **fields: Any) -> Person:
        """A person who can sign in."""
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody at the school."""

    number = models.AutoField(primary_key=True)
    email = models.EmailField(unique=True)

    USERNAME_FIELD = "email"

    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.email

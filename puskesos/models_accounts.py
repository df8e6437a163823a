"""What belongs to an account besides the person: ways in, sessions, and the second factor."""

import uuid
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """One device on which somebody is logged in; deleting the row ends it at the next request."""

    # Names the session on pages; the key itself opens it and is shown nowhere. Not unique: a new key of the same
    # login is written before the old row is deleted.
    handle = models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = BaseSessionManager()

    class Privacy:
        personal = ("device",)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("perangkat yang masuk")

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that writes these rows (puskesos/sessions.py, which imports this module)."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class Invitation(models.Model):
    """A one-time link with which a person chooses the password; only a digest of it is kept."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Undangan")
        RESET = "reset", _("Kata sandi baru")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=6, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("tautan masuk")
        constraints = [
            models.CheckConstraint(
                name="puskesos_invitation_used_or_revoked",
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="puskesos_one_living_invitation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SecondFactor(models.Model):
    """An authenticator of a person; its secret is derived from the salt and a key that no backup holds."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="second_factor"
    )
    salt = models.BinaryField(max_length=16)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # A code opens once: the newest 30-second step that was accepted.
    last_step = models.BigIntegerField(default=0)

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("kode kedua")

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A code on paper that stands in once for a lost phone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("kode cadangan")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="puskesos_recovery_code_once")]

    def __str__(self) -> str:
        return str(self.pk)

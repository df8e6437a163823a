"""Static files as delivered: names that change with the content, compressed, scripts without their comments."""

from django.core.files.base import ContentFile, File
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class LightStorage(CompressedManifestStaticFilesStorage):
    """What phones on bad lines load: comments and indentation stay here."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        if name.endswith(".js"):
            content.seek(0)  # whoever made its name of its bytes has read it already
            content = ContentFile(lightened(content.read()))
        return super()._save(name, content)


def lightened(script: bytes) -> bytes:
    """A script that does the same without comments and needless spaces."""
    return jsmin(script.decode()).encode()

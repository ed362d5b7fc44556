"""A language that nobody speaks: each message in brackets, written from right to left."""

import gettext

from babel import Locale
from legation_server.phrases import Language


class Bracketed(gettext.NullTranslations):
    """Translations that put every message in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


OTHER = Language(Locale("ar"), Bracketed())

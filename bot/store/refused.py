"""Why a database was not opened, in words that people read, and whether waiting can help.

An error's own words may hold the address, so they are not repeated; its code is, since people who
run databases look for it.
"""

from __future__ import annotations

from bot.errors import StoreError
from bot.store.cause import cause_of, state_of


class StoreRefusedError(StoreError):
    """The database will not have us as we are set up: nothing but other settings can help."""


_LOGIN = (
    "The database refuses the user or the password of SRM_DATABASE_URL ({code}). What is neither "
    "letter nor digit in the password is percent-encoded there, such as %40 for @."
)
# SQLSTATE codes (PostgreSQL's documentation, appendix A).
_REFUSED = {
    "28P01": _LOGIN,
    "28000": "The database lets nobody in like this ({code}): the user of SRM_DATABASE_URL is not "
    "known there, or pg_hba.conf wants another way, such as sslmode=require.",
    "3D000": "There is no database of the name that SRM_DATABASE_URL ends with ({code}). Make it: "
    "createdb --owner <user> <name>.",
    "42501": "The user of SRM_DATABASE_URL may not make tables there ({code}). Give the database "
    "to it: ALTER DATABASE <name> OWNER TO <user>.",
}
_NOBODY = "Nothing listens at the host and port of SRM_DATABASE_URL."
_KINDS = {
    "gaierror": "The host that SRM_DATABASE_URL names is not found.",
    "ConnectionRefusedError": _NOBODY,
    "FileNotFoundError": _NOBODY,
    "TimeoutError": "The database does not answer in time; look at its host, its port and what "
    "stands between.",
    "SSLCertVerificationError": "The database's certificate is not trusted. Name the authority "
    "that made it: sslrootcert=… in SRM_DATABASE_URL.",
    "ConnectionError": "The database hangs up, or speaks no TLS where sslmode asks for it.",
}


def not_opened(fault: BaseException) -> StoreError:
    """The error to raise for one that came of opening a database."""
    if isinstance(fault, StoreError):
        return fault
    state = state_of(fault)
    if state in _REFUSED:
        return StoreRefusedError(_REFUSED[state].format(code=state))
    kinds = [type(one).__name__ for one in (fault, fault.__cause__) if one is not None]
    for kind in kinds:
        if kind in _KINDS:
            return StoreError(_KINDS[kind])
    return StoreError(f"The database cannot be opened ({cause_of(fault)}).")

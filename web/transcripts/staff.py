"""Accounts of the people who may sign in to the console."""

from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.errors import AccountLocked, AccountRefused, WrongCredentials
from web.transcripts.database import Database
from web.transcripts.models import ROLES, StaffRow
from web.transcripts.records import StaffMember

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
# Checked where there is no such account, so that both cases take as long. The hash of nothing anyone types.
NO_ACCOUNT = "$argon2id$v=19$m=65536,t=3,p=4$AWN4lOJgievHgyjYRk/SPA$oMPFjZh303Xkrne87ZuU4xFEOf/S6ygO/C2W68Wz3JE"


class StaffAccounts:
    """Makes accounts and checks passwords (argon2id). Any method raises `StoreUnavailable` without the database."""

    def __init__(self, database: Database) -> None:
        """Keep the accounts in this database."""
        self._database = database
        self._hasher = PasswordHasher()

    def create(self, username: str, password: str, role: str = "navigator") -> StaffMember:
        """A new account; raises `AccountRefused` for a taken or empty name, a short password or an unknown role."""
        name = username.strip().lower()
        if not name or len(name) > 254:
            raise AccountRefused("The account needs a name of at most 254 characters.")
        if role not in ROLES:
            raise AccountRefused(f"The role is one of {', '.join(ROLES)}.")
        if len(password) < SHORTEST_PASSWORD:
            raise AccountRefused(f"The password needs at least {SHORTEST_PASSWORD} characters.")
        with self._database.writing() as session:
            if _find(session, name) is not None:
                raise AccountRefused(f"There is already an account named {name}.")
            row = StaffRow(
                username=name,
                password_hash=self._hasher.hash(password),
                role=role,
                active=True,
                failed_count=0,
                created_at=datetime.now(UTC),
            )
            session.add(row)
            session.flush()
            return _member(row)

    def sign_in(self, username: str, password: str) -> StaffMember:
        """The member of staff with this name and password.

        Raises:
            WrongCredentials: there is no such active account, or the password is wrong; both take as long.
            AccountLocked: five wrong passwords in a row; the account opens again after 15 minutes.
        """
        now = datetime.now(UTC)
        with self._database.reading() as session:
            row = _find(session, username.strip().lower())
            locked = row is not None and row.locked_until is not None and row.locked_until > now
            known_hash = row.password_hash if row else NO_ACCOUNT
        right = self._verify(known_hash, password)  # outside the transaction: it is slow on purpose
        if locked:
            raise AccountLocked
        if row is None or not row.active:
            raise WrongCredentials
        self._note(row.id, right, now)
        if not right:
            raise WrongCredentials
        return _member(row)

    def get(self, staff_id: int) -> StaffMember | None:
        """The account with this number, also a closed one; None where there is none."""
        with self._database.reading() as session:
            row = session.get(StaffRow, staff_id)
            return _member(row) if row else None

    def close(self, username: str) -> None:
        """Let nobody sign in with this account any more; raises `AccountRefused` where there is none."""
        with self._database.writing() as session:
            row = _find(session, username.strip().lower())
            if row is None:
                raise AccountRefused(f"There is no account named {username}.")
            row.active = False

    def _verify(self, known_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(known_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def _note(self, staff_id: int, right: bool, now: datetime) -> None:
        with self._database.writing() as session:
            row = session.get_one(StaffRow, staff_id)
            row.failed_count = 0 if right else row.failed_count + 1
            if right:
                row.last_sign_in_at, row.locked_until = now, None
            elif row.failed_count >= MOST_FAILURES:
                row.failed_count, row.locked_until = 0, now + LOCKED_FOR


def _find(session: Session, name: str) -> StaffRow | None:
    return session.scalar(select(StaffRow).where(StaffRow.username == name))


def _member(row: StaffRow) -> StaffMember:
    return StaffMember(row.id, row.username, row.role, row.active)

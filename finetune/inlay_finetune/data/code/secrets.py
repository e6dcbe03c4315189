"""Secrets in a file, found by detect-secrets and by a few patterns that it lacks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["scanning", "secrets_in"]

# Detectors by entropy are left out: on code they cry at every hash and identifier.
_DETECTORS = (
    *("ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector"),
    *("DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector"),
    *("JwtTokenDetector", "KeywordDetector", "MailchimpDetector", "NpmDetector", "OpenAIDetector"),
    *("PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "SquareOAuthDetector"),
    *("StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector"),
)
# Marked lines are those that a company knows to hold a secret; and a description of an interface may hold one as well.
_OFF = (
    "detect_secrets.filters.allowlist.is_line_allowlisted",
    "detect_secrets.filters.heuristic.is_swagger_file",
)
_PATTERNS = (
    ("Google API Key", re.compile(r"\bAIza[\w-]{35}(?![\w-])")),
    ("Anthropic API Key", re.compile(r"\bsk-ant-[a-z]+\d*-[\w-]{20,}")),
    # Inside a text, unlike an assignment; what stands in braces, after a dollar or between angles is filled in later.
    ("Connection String", re.compile(r"[;\"']\s?(?:password|pwd)=[^;\"'\s(){}<>$%*]{4,}[;\"']", re.IGNORECASE)),
)


@contextmanager
def scanning() -> Iterator[None]:
    """Set up the detectors; files are scanned inside."""
    from detect_secrets.settings import get_settings, transient_settings

    with transient_settings({"plugins_used": [{"name": name} for name in _DETECTORS]}):
        get_settings().disable_filters(*_OFF)
        yield


def secrets_in(file: Path, text: str) -> list[tuple[str, int]]:
    """Give the kind and the line of each secret in a file with this text, never the secret; no mark allows one."""
    from detect_secrets.core.scan import scan_file

    found = {(secret.type, secret.line_number) for secret in scan_file(str(file))}
    for number, line in enumerate(text.split("\n"), start=1):
        found |= {(kind, number) for kind, pattern in _PATTERNS if pattern.search(line)}
    return sorted(found, key=lambda each: (each[1], each[0]))

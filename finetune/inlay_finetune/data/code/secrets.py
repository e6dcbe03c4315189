"""Secrets in a file, found by detect-secrets."""

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


@contextmanager
def scanning() -> Iterator[None]:
    """Set up the detectors; files are scanned inside."""
    from detect_secrets.settings import transient_settings

    with transient_settings({"plugins_used": [{"name": name} for name in _DETECTORS]}):
        yield


def secrets_in(file: Path) -> list[tuple[str, int]]:
    """Give the kind and the line of each secret in a file, never the secret; lines marked as allowed do not count."""
    from detect_secrets.core.scan import scan_file

    return sorted({(secret.type, secret.line_number) for secret in scan_file(str(file))}, key=lambda each: each[1])

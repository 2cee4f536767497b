"""The step that signs, with a certificate made for the test: real programs, no real authority."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tools import windows
from tools.processes import MissingError

PASSWORD = "contraseña de prueba"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SCORE Desktop, made for a test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pfx"
    file.write_bytes(
        serialize_key_and_certificates(b"test", key, made, None, BestAvailableEncryption(PASSWORD.encode()))
    )
    (tmp_path / "password.txt").write_text(PASSWORD, encoding="utf-8")
    monkeypatch.setenv("SCORE_SIGN_PFX", str(file))
    monkeypatch.setenv("SCORE_SIGN_PASSWORD_FILE", str(tmp_path / "password.txt"))
    monkeypatch.delenv("SCORE_SIGN_TIME", raising=False)
    return file


def told(file: Path) -> str:
    done = subprocess.run(["osslsigncode", "verify", "-in", str(file)], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return Path(shutil.copy(windows.FOLDER / "score-desktop.exe", tmp_path))


def test_signs_where_a_certificate_is_given(certificate: Path, program: Path) -> None:
    assert "made for a test" not in told(program)
    windows.sign(program)
    assert "made for a test" in told(program)
    digests = re.findall(r"(?:Current|Calculated) message digest *: *([0-9A-F]+)", told(program))
    assert len(digests) == 2 and digests[0] == digests[1], "the signature is of this file"
    assert sorted(path.name for path in program.parent.iterdir() if "signed" in path.name) == []


def test_a_certificate_that_does_not_open_stops_the_build(certificate: Path, program: Path) -> None:
    before = program.read_bytes()
    (certificate.parent / "password.txt").write_text("another", encoding="utf-8")
    with pytest.raises(MissingError):
        windows.sign(program)
    assert program.read_bytes() == before


def test_nothing_is_signed_without_one(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCORE_SIGN_PFX", raising=False)
    before = program.read_bytes()
    windows.sign(program)
    assert program.read_bytes() == before
    assert "made for a test" not in told(windows.FOLDER / "score-desktop.exe")

"""A real mail server: TLS with a certificate made for the test, and a login."""

import datetime
import email
import email.policy
import ipaddress
import ssl
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = b"quiz@example.com", b"p@ss/w:rd?#%"
LOGIN = "quiz%40example.com:p%40ss%2Fw%3Ard%3F%23%25"


def make_certificate(folder):
    """A key and a certificate for localhost that vouches for itself; the file with both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@dataclass
class Mail:
    to: str
    sender: str
    subject: str
    text: str
    encrypted: bool
    logged_in: bool


@dataclass
class MailServer:
    """Takes mails over TLS from who logs in, and from nobody else. ``starttls``: else TLS from the first byte."""

    port: int
    certificate: object
    starttls: bool
    mails: list[Mail] = field(default_factory=list)

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *error):
        self.close()

    def open(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        tls = {"tls_context": context, "require_starttls": True} if self.starttls else {"ssl_context": context}
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            authenticator=self.authenticate,
            auth_required=True,
            auth_require_tls=self.starttls,
            **tls,
        )
        self.controller.start()

    def close(self):
        self.controller.stop()

    def authenticate(self, server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (USER, PASSWORD))

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        text = message.get_body(("plain",)).get_content()
        [to] = envelope.rcpt_tos
        mail = Mail(to, str(message["From"]), str(message["Subject"]), text, encrypted, session.authenticated)
        self.mails.append(mail)
        return "250 OK"

"""An authenticator made of software, which says what a browser would say of it."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


class SoftKey:
    """Holds one passkey. Its owner is there and has shown a finger; what the site asked for, it does."""

    def __init__(self, name=b"soft-passkey-one"):
        self.name = name
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.handle = ""

    def made(self, options, *, kept=True):
        """The answer to a page that adds a passkey."""
        options = options["creation_options"]["publicKey"]
        self.handle = options["user"]["id"]
        public = AttestedCredentialData.create(
            Aaguid.NONE, self.name, ES256.from_cryptography_key(self.secret.public_key())
        )
        data = AuthenticatorData.create(
            sha256(options["rp"]["id"].encode()).digest(), PRESENT | VERIFIED | ATTESTED, 0, public
        )
        parts = {"attestationObject": AttestationObject.create("none", data, {})}
        said = self._said("webauthn.create", options["challenge"], parts)
        return json.dumps(said | {"clientExtensionResults": {"credProps": {"rk": kept}}})

    def proof(self, options):
        """The answer to a page that asks for the passkey."""
        options = options["request_options"]["publicKey"]
        data = AuthenticatorData.create(sha256(options["rpId"].encode()).digest(), PRESENT | VERIFIED, 0)
        said = self._said("webauthn.get", options["challenge"], {"authenticatorData": data})
        signed = data + sha256(websafe_decode(said["response"]["clientDataJSON"])).digest()
        said["response"]["signature"] = websafe_encode(self.secret.sign(signed, ec.ECDSA(SHA256())))
        said["response"]["userHandle"] = self.handle
        return json.dumps(said)

    def _said(self, kind, challenge, parts):
        client = json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": False}).encode()
        response = {name: websafe_encode(part) for name, part in (parts | {"clientDataJSON": client}).items()}
        ids = dict.fromkeys(("id", "rawId"), websafe_encode(self.name))
        return ids | {"type": "public-key", "response": response, "clientExtensionResults": {}}

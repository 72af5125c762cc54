"""What nobody's browser says of a passkey: none of it parses, and some of it recurses."""

import json

from fido2.utils import websafe_encode

HEAD, NO_COUNT = b"\0" * 32, b"\0" * 4
CHALLENGE = websafe_encode(b"c" * 32)
CLIENT = {"type": "webauthn.get", "challenge": CHALLENGE, "origin": "http://localhost"}
RAW = [
    "", " ", "[" * 100_000, "[" * 8000, "NaN", "1e999", "1" * 5000, '"\\ud800"', '{"\\u0000": 1}', '"x"', "5", "1.5",
    "true", "null", "[]", "[1]", "{}", '{"a": {"b": 1}}', '{"a": "' + "x" * 60_000 + '"}', '{"id":' * 2000, "\ufffd",
]  # fmt: skip


def _message(**changes):
    name = websafe_encode(b"x" * 16)
    response = {
        "clientDataJSON": websafe_encode(json.dumps(CLIENT).encode()),
        "authenticatorData": websafe_encode(HEAD + b"\x05" + NO_COUNT),
        "signature": websafe_encode(b"s" * 64),
        "userHandle": websafe_encode(b"1"),
    }
    outer = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
    for key, value in changes.items():
        (response if key in (*response, "attestationObject") else outer)[key] = value
    return outer


HANDLES = [b"9" * 40, b"z" * 13, b"abc", b"\xff\xfe", b"\0", b"", b"-1", "٢".encode()]
DATA = [
    b"a", HEAD + b"\x45" + NO_COUNT + b"z" * 30, HEAD + b"\xc5" + NO_COUNT + b"\xff" * 300,
    HEAD + b"\x81" + NO_COUNT + b"\x5f" * 3, HEAD + b"\x81" + NO_COUNT + b"\x81" * 9000,
    HEAD + b"\x81" + NO_COUNT + b"\xa1" * 9000, HEAD + b"\x81" + NO_COUNT + b"\xbb" + b"\xff" * 8,
    HEAD + b"\x81" + NO_COUNT + b"\x5b" + b"\xff" * 8, HEAD + b"\x81" + NO_COUNT + b"\xa1\x80\x01",
    HEAD + b"\x45" + NO_COUNT + b"\0" * 18 + b"\xa0", HEAD + b"\x45" + NO_COUNT + b"\0" * 18 + b"\xa1\x03\x26",
]  # fmt: skip
CLIENTS = [
    b"{", b"[]", b"{}", b"5", b"\xff", b"[" * 9000, b'{"a":' * 1500, b'{"type":"webauthn.get","challenge":5}',
    b'{"type":"webauthn.get","challenge":"\\ud800","origin":"x"}', b"1" * 5000,
]  # fmt: skip
ATTESTED = [b"", b"\x81" * 9000, b"\xa0", b"\xff", b"\xa3cfmtdnonegattStmt\xa0hauthData\x41a", b"\x5b" + b"\xff" * 8]
ODD: list[object] = [None, 5, "!!!", "é", "\ud800", "\0", [], {}, True, "A"]
MEMBERS = ("id", "rawId", "type", "response", "clientExtensionResults", "clientDataJSON", "signature", "userHandle")
MESSAGES = [
    _message(),
    *(_message(userHandle=websafe_encode(handle)) for handle in HANDLES),
    *(_message(authenticatorData=websafe_encode(data)) for data in DATA),
    *(_message(clientDataJSON=websafe_encode(client)) for client in CLIENTS),
    *(_message(attestationObject=websafe_encode(attested)) for attested in ATTESTED),
    *(_message(**{member: odd}) for member in MEMBERS for odd in ODD),
    _message(clientExtensionResults={"credProps": 5}),
    _message(clientExtensionResults={"credProps": {"rk": "\0"}}),
    _message(authenticatorAttachment=5, more={"\0": "\ud800"}),
]
PASSKEYS = [*RAW, *(json.dumps(message) for message in MESSAGES)]

"""What clients send that no browser sends, one thing wrong at a time."""

from dataclasses import dataclass, field, replace

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Case:
    """Changes to a request that is right otherwise. ``environ``: as the server hands it over (bytes as Latin-1)."""

    name: str
    environ: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")


def _bytes(raw: bytes) -> str:
    return raw.decode("latin-1")


def as_handed_over(text: str) -> str:
    """What a server makes of the bytes of a text."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return _bytes(text.encode())
    return text


CHARSETS = [
    "latin-1", "iso-8859-1", "utf-16", "utf-7", "utf-8-sig", "ascii", "idna", "punycode", "undefined", "base64", "hex",
    "rot13", "zlib", "unicode_escape", "raw_unicode_escape", "mbcs", "no-such-charset", "", "\0", "a\0b", "é", "'", '"',
    "a" * 5000, "../../etc/passwd", "utf-8; charset=latin-1",
]  # fmt: skip
CONTENT_TYPES = [
    "", ";", "text", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\0", "multipart/form-data; boundary=é", f"multipart/form-data; boundary={'b' * 300}",
    "multipart/form-data; boundary*=no-such'en'x", "text/plain; charset*=no-such'en'x", "text/plain; charset*=''%ff",
    "a/b; c*0=x; c*1=y", "multipart/mixed; boundary=x", f"text/plain; a={'b' * 20_000}", _bytes(b"\xff\xfe/\x80"),
    "multipart/form-data; boundary=x; charset=utf-16",
]  # fmt: skip
PART = b'--x\r\nContent-Disposition: form-data; name="a"'
BODIES = [
    b"", b"&&&==", b"a=%", b"%=%zz", b"a=%ff%fe", b"a=\xff\xfe", b"a=%ed%a0%80", b"a=%00", b"\0=1", b"a" * 70_000,
    b"&".join(b"f%d=1" % n for n in range(2000)), b"a=" + b"%F0%9F%98%80" * 2000, b"csrfmiddlewaretoken=%ff",
    b"csrfmiddlewaretoken=" + b"x" * 9000, b"a=1;b=2", b"{}", b"\r\n\r\n", b"a=1\r\n0\r\n\r\n",
]  # fmt: skip
MULTIPARTS = [
    b"", b"--x", b"--x--", b"not a form", PART, PART + b"\r\n\r\n", PART + b"\r\n\r\n1", PART + b"\r\n\r\n\0\r\n--x--",
    b"--x\r\n\r\n\r\n--x--", b'--x\r\nContent-Disposition: form-data; name="\xff"; filename="\0"\r\n\r\n1\r\n--x--',
    PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n***\r\n--x--",
    PART + b'; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n***\r\n--x--',
    PART + b'; filename="a"\r\nContent-Length: abc\r\n\r\n1\r\n--x--',
    PART + b"; filename*=no-such'en'a\r\n\r\n1\r\n--x--",
    PART + b"\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff\r\n--x--",
    PART + b'; filename="../../x"\r\n\r\n1\r\n--x--', PART + b"\r\n" + b"A: b\r\n" * 500 + b"\r\n1\r\n--x--",
    b"".join(b'--x\r\nContent-Disposition: form-data; name="%d"\r\n\r\n1\r\n' % n for n in range(1200)) + b"--x--",
    b"".join(b'--x\r\nContent-Disposition: form-data; name="f"; filename="%d"\r\n\r\n1\r\n' % n for n in range(150))
    + b"--x--",
]  # fmt: skip
LENGTHS = ["", "abc", "-1", "0", "1", "٣", "1e3", "99999999999999999999", "+5", "5, 5", "0x10"]
COOKIES = [
    "", ";", "=", "session", "session=", 'session="', 'session="a\\000b"', "session=\0", "session=;csrf=",
    "session=" + "a" * 8, "session=" + "a" * 9000, "csrf=x", "csrf=" + "a" * 32, "csrf=" + "é" * 32, "csrf=" + "a" * 64,
    "messages=x", 'messages=W1siX19qc29uX21lc3NhZ2Ui', "messages=:::", "session=a; " * 300, "$Version=1; session=a",
    _bytes("session=☃☃☃☃☃☃☃☃".encode()), _bytes(b"session=\xff\xfe\xff\xfe\xff\xfe\xff\xfe"), "__proto__=1", "a b=c d",
    'session="\\377\\376aaaaaaaa"', "session=aaaaaaaaaaaaaaaa, session=b",
]  # fmt: skip
HOSTS = [
    "", " ", "evil.example", "localhost:99999999", "localhost:", "localhost:abc", "[", "[::1", "[::1]:x", "a@b", "a/b",
    "\0", "localhost\0", _bytes(b"\xff"), "x" * 9000, "localhost, localhost", "localhost#", "١٢٧.0.0.1", "..", "%00",
]  # fmt: skip
HEADERS = [
    {"HTTP_REFERER": "http://["}, {"HTTP_REFERER": "\0"}, {"HTTP_REFERER": _bytes(b"http://\xff/")},
    {"HTTP_REFERER": "http://localhost:99999999/"}, {"HTTP_REFERER": "//////"}, {"HTTP_REFERER": "http://ß" * 3000},
    {"HTTP_ORIGIN": "http://["}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "\0"}, {"HTTP_ORIGIN": "http://a:b:c"},
    {"HTTP_USER_AGENT": ""}, {"HTTP_USER_AGENT": "\0"}, {"HTTP_USER_AGENT": "x" * 9000},
    {"HTTP_USER_AGENT": _bytes(b"\xff\xfe\x80")}, {"HTTP_USER_AGENT": _bytes("☃\u202e".encode())},
    {"HTTP_X_FORWARDED_FOR": "x"}, {"HTTP_X_FORWARDED_FOR": ", ,"}, {"HTTP_X_FORWARDED_FOR": "1.2.3.4" * 900},
    {"HTTP_X_FORWARDED_FOR": "::1%eth0"}, {"HTTP_X_FORWARDED_FOR": "1.2.3.4:99"}, {"HTTP_X_FORWARDED_FOR": "[::1]:9"},
    {"HTTP_X_FORWARDED_FOR": "\0"}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "localhost"}, {"REMOTE_ADDR": "unix:"},
    {"HTTP_X_FORWARDED_PROTO": "\0"}, {"HTTP_X_FORWARDED_PROTO": "https, http"}, {"HTTP_X_FORWARDED_HOST": "["},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://["}, {"HTTP_HX_REQUEST": "\0"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "%00", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "%ff%fe", "HTTP_HX_TARGET_URI_AUTOENCODED": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TRIGGERING_EVENT": "{"}, {"HTTP_HX_REQUEST": "true", "HTTP_HX_PROMPT": "☃"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}, {"HTTP_X_CSRFTOKEN": ""}, {"HTTP_X_CSRFTOKEN": "\0"},
    {"HTTP_X_CSRFTOKEN": "é" * 64}, {"HTTP_X_CSRFTOKEN": "a" * 9000}, {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"HTTP_ACCEPT": "\0"}, {"HTTP_ACCEPT": "*/*;q=x"}, {"HTTP_ACCEPT": "," * 5000}, {"HTTP_ACCEPT": "a/b;" * 2000},
    {"HTTP_ACCEPT": "application/json"}, {"HTTP_ACCEPT_LANGUAGE": "\0;q=9"}, {"HTTP_ACCEPT_LANGUAGE": "x-" * 5000},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=x, br;q=-1"}, {"HTTP_ACCEPT_ENCODING": "\0"},
    {"HTTP_IF_MODIFIED_SINCE": "x"}, {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999 99:99:99 GMT"},
    {"HTTP_IF_MODIFIED_SINCE": "Sun, 31 Dec 999999999 23:59:59 GMT"}, {"HTTP_IF_NONE_MATCH": '"'},
    {"HTTP_IF_NONE_MATCH": "\0"}, {"HTTP_RANGE": "bytes=-"}, {"HTTP_RANGE": "bytes=9-1"}, {"HTTP_RANGE": "bytes=x-y"},
    {"HTTP_RANGE": "bytes=" + "9" * 5000 + "-"}, {"HTTP_RANGE": "bytes=٣-٤"}, {"HTTP_EXPECT": "100-continue"},
    {"HTTP_TRANSFER_ENCODING": "chunked"}, {"HTTP_TRANSFER_ENCODING": "\0"}, {"HTTP_CONTENT_ENCODING": "gzip"},
    {"HTTP_AUTHORIZATION": "Basic !!!"}, {"HTTP_UPGRADE": "h2c"}, {"HTTP_CONNECTION": "\0"}, {"HTTP_" + "A" * 99: "b"},
    {"SCRIPT_NAME": "/x"}, {"SERVER_PROTOCOL": "HTTP/9"}, {"SERVER_NAME": "\0"}, {"REQUEST_METHOD": "get"},
]  # fmt: skip
QUERIES = [
    "&&==", "%", "%zz", "%ff%fe=%ff", "a=%ed%a0%80", "a=\xff", "%00", "a=%00", "=" * 3000, "next=//evil.example",
    "next=http://[", "next=%00", "next=/" + "a" * 9000, "page=" + "9" * 5000, "page=-1", "page=٣", "page=1e9",
    "&".join(f"f{n}=1" for n in range(2000)), "a[b][c]=1", "a=1;b=2", "?" * 100,
]  # fmt: skip


def cases() -> list[Case]:
    """All of them."""
    found = [
        *(Case(f"charset {n}", {"CONTENT_TYPE": f"{FORM}; charset={text}"}, b"a=1") for n, text in enumerate(CHARSETS)),
        *(Case(f"content type {n}", {"CONTENT_TYPE": text}, b"a=1") for n, text in enumerate(CONTENT_TYPES)),
        *(Case(f"body {n}", {"CONTENT_TYPE": FORM}, body, ("POST",)) for n, body in enumerate(BODIES)),
        *(
            Case(f"multipart {n}", {"CONTENT_TYPE": "multipart/form-data; boundary=x"}, body, ("POST",))
            for n, body in enumerate(MULTIPARTS)
        ),
        *(Case(f"length {n}", {"CONTENT_LENGTH": text}, b"a=1") for n, text in enumerate(LENGTHS)),
        *(Case(f"cookie {n}", {"HTTP_COOKIE": text}) for n, text in enumerate(COOKIES)),
        *(Case(f"host {n}", {"HTTP_HOST": text}) for n, text in enumerate(HOSTS)),
        *(Case(f"header {n} {next(iter(changes))}", changes) for n, changes in enumerate(HEADERS)),
        *(Case(f"query {n}", {"QUERY_STRING": text}) for n, text in enumerate(QUERIES)),
    ]
    handed = ({name: as_handed_over(text) for name, text in case.environ.items()} for case in found)
    return [replace(case, environ=environ) for case, environ in zip(found, handed, strict=True)]


# What a parameter may be given instead of what it is for.
VALUES = [
    "", " ", "0", "-1", "1e999", "nan", "9" * 30, "9" * 5000, "٣", "0x10", "1.5", "true", "null", "[]", "{}", "None",
    "2999-99-99", "0000-00-00", "9999-12-31", "10000-01-01", "../../etc/passwd", "%s%n", "{{ 7 }}", "<b>", "'", '"',
    "\\", "a,b,,", ",", "☃", "\u202e", "e\u0301" * 50, "\U0010ffff", "a" * 70_000, "a:b:c", "*", "/", "//evil.example",
    "\r\nSet-Cookie: a=b", "\x1b[2J", "\x7f", "00000000-0000-0000-0000-000000000000", "-" * 36,
]  # fmt: skip
ARGUMENTS = [
    "0",
    "9" * 18,
    "9" * 30,
    "9" * 5000,
    "-1",
    "٣",
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "..%2f..%2f",
    "a" * 3000,
    "a%0ab",
]

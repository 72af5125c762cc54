"""How much may come in. Every door asks here, so that one look shows what a request, a file or a text can cost.

What people send reaches parsers and regular expressions: it is bounded before it does, and each of them takes time that
grows with the text and no faster, as their tests show. How long a stored name may be stands at its column. Pure.
"""

MIB = 1024 * 1024

# A request, as the settings pass it on. What has more bytes is answered with 413, what has more parts with 400.
BODY = 2 * MIB  # bytes, files included
FIELDS = 1000
FILES = 5

PASSKEY = 16 * 1024  # characters of what a browser says of one; a kilobyte is usual

# A page in the editor.
PAGE_BYTES = 200 * 1024  # its text; its list of sources may have as many
PAGE_LINES = 5000
PAGE_FACTS = 600  # the bank compares each with all others
GRID_CELLS = 400  # a table with more is edited as text

# Files.
DOCUMENT_BYTES = 5 * MIB  # one of a library, or a big document; read by commands only
QUESTION_BYTES = 10_000_000  # a file of questions, by the command: the whole bank as GIFT has six million
UPLOAD_BYTES = 1_000_000  # and on the site: what is checked is sent once more to be imported, in one request
QUESTIONS = 20_000  # of one file
INVITEES = 1_000  # lines of a list of addresses; an instructor may invite as many in a day
INVITEE_BYTES = 200_000

# Lines. In characters.
SEARCH = 200
SEARCH_WORDS = 8  # of it; each is compared with all names
ANSWER = 200  # what is typed for a term
FORMULA = 500

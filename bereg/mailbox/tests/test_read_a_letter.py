"""Bytes of a letter become one letter that can be kept."""

from email.message import EmailMessage
from uuid import UUID

import pytest

from bereg.mailbox.inbound import InboundMessage, LetterMark, Quarantined
from bereg.mailbox.normalising import normalise
from bereg.mailbox.reply_tokens import reply_address

pytestmark = pytest.mark.once("it uses no database")
THREAD = UUID("12345678-1234-4678-9234-567812345678")
KEY = b"an invented key of thirty-two by"


def read(raw: bytes) -> InboundMessage:
    found = normalise(raw)
    assert not isinstance(found, Quarantined), found
    return found


def letter(*headers: bytes, body: bytes = b"help", sender: bytes = b"anna@example.org") -> InboundMessage:
    return read(b"\r\n".join([b"From: " + sender, *headers, b"", body]))


def written(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Anna <anna@example.org>", **headers}.items():
        message[name.replace("_", "-")] = value
    return message


def test_a_letter_as_programs_write_it() -> None:
    message = written(
        Subject="Как вернуться?", Message_ID="<1@example.org>", References="<a@b> <c@d>", In_Reply_To="<c@d>"
    )
    message.set_content("Мне страшно.\n")
    message.add_alternative("<p>Мне <b>страшно</b>.", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="image", subtype="png", filename="билет.png")
    found = read(message.as_bytes())
    assert (found.sender, found.subject, found.text) == ("anna@example.org", "Как вернуться?", "Мне страшно.")
    assert (found.message_id, found.references, found.in_reply_to) == ("1@example.org", ("a@b", "c@d"), ("c@d",))
    assert [(file.name, file.kind, file.content) for file in found.files] == [
        ("билет.png", "application/pdf", b"%PDF-1.7")
    ]
    assert (found.language, found.marks, found.is_automatic, found.tokens) == ("ru", frozenset(), False, ())


def test_a_letter_of_html_alone_is_read_by_its_words() -> None:
    found = letter(
        b"Content-Type: text/html; charset=utf-8",
        body=b"<style>p{}</style><script>x()</script><p>Tom &amp; I<br>wait</p><div>5.1.2026 10:00 Centre:</div>"
        b"<blockquote>Hello<img src=https://example.org/seen></blockquote>",
    )
    assert found.text == "Tom & I\nwait"
    assert found.quoted == "5.1.2026 10:00 Centre:\n\n> Hello"
    assert found.marks == {LetterMark.HTML_ONLY}


@pytest.mark.parametrize(
    ("charset", "encoded", "is_marked"),
    [
        ("koi8-r", "Привет, мир".encode("koi8-r"), False),
        ("windows-1257", "ačiū, sveiki".encode("cp1257"), False),
        ("x-unknown", "Привет, мир".encode(), True),
        ("punycode", "Привет, мир".encode(), True),
        ("zlib", b"Tver, please", True),
        ("us-ascii", "Привет, мир".encode(), False),
        ("", "Привет, мир".encode("cp1251"), True),
        ("utf-8", b"Tver \xff please", False),
    ],
)
def test_charsets(charset: str, encoded: bytes, is_marked: bool) -> None:
    found = letter(b"Content-Type: text/plain; charset=" + charset.encode(), body=encoded)
    assert found.text in {"Привет, мир", "ačiū, sveiki", "Tver, please", "Tver \ufffd please"}
    assert (LetterMark.CHARSET in found.marks) is is_marked


def test_a_line_break_in_a_subject_is_no_second_header() -> None:
    found = letter(b"Subject: =?utf-8?q?one=0D=0ABcc=3A_eve=40example.org?=")
    assert found.subject == "one Bcc: eve@example.org"


def test_signs_that_turn_a_line_round() -> None:
    found = letter("Subject: a\u202eb".encode(), body="a\u202eb\x00c".encode())
    assert (found.subject, found.text) == ("ab", "a\u27e6RLO\u27e7bc")


def test_the_name_of_an_attachment_is_a_name() -> None:
    message = written()
    message.set_content("x")
    message.add_attachment(b"MZ", maintype="application", subtype="pdf", filename="../../a\u202efdp.exe")
    found = read(message.as_bytes())
    assert [(file.name, file.kind) for file in found.files] == [("afdp.exe", "application/x-msdownload")]


def test_a_letter_inside_a_letter_is_an_attachment_and_stays_shut() -> None:
    inner, outer = written(Subject="inner"), written()
    inner.set_content("inside")
    outer.set_content("outside")
    outer.add_attachment(inner)
    found = read(outer.as_bytes())
    assert (found.text, len(found.files), b"inside" in found.files[0].content) == ("outside", 1, True)


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        (b"anna@example.org", "anna@example.org"),
        (b'"boss@example.org" <anna@example.org>', "anna@example.org"),
        (b'"<boss@example.org>" <anna@example.org>', "anna@example.org"),
        (b"=?utf-8?b?0JA=?= <anna@example.org>", "anna@example.org"),
        (b"anna", ""),
        (b"<anna@example.org\x00>", ""),
        (b"a" * 65 + b"@example.org", ""),
    ],
)
def test_who_is_answered(sender: bytes, address: str) -> None:
    found = letter(sender=sender)
    assert found.sender == address
    assert (LetterMark.NO_SENDER in found.marks) is (not address)


def test_several_senders_are_marked() -> None:
    found = letter(sender=b"<anna@example.org>, <eve@example.org>")
    assert (found.sender, set(found.marks)) == ("anna@example.org", {LetterMark.SEVERAL_SENDERS})


def test_tokens_are_found_where_a_reply_carries_them_and_nowhere_else() -> None:
    ours = reply_address("help@example.org", THREAD, KEY)
    for name in (b"To", b"Cc", b"Delivered-To"):
        (token,) = letter(name + b": Centre <" + ours.upper().encode() + b">").tokens
        assert (token.thread, token.is_genuine(KEY), token.is_genuine(bytes(32))) == (THREAD, True, False)
    assert letter(b"Subject: " + ours.encode(), b"Reply-To: " + ours.encode()).tokens == ()


def test_a_token_of_another_thread_is_forged() -> None:
    ours, theirs = (reply_address("help@example.org", UUID(int=number), KEY) for number in (1, 2))
    mixed = f"{ours.partition('-')[0]}-{theirs.partition('-')[2]}"
    assert [token.is_genuine(KEY) for token in letter(b"To: " + mixed.encode()).tokens] == [False]


def test_an_address_too_long_for_a_token_has_none() -> None:
    assert reply_address(f"{'a' * 20}@example.org", THREAD, KEY)
    assert not reply_address(f"{'a' * 21}@example.org", THREAD, KEY)


@pytest.mark.parametrize(
    "header",
    [
        b"Return-Path: <>", b"Auto-Submitted: auto-replied", b"Auto-Submitted: auto-generated; x", b"Precedence: Bulk",
        b"Precedence: junk", b"Precedence: list", b"Precedence: auto_reply", b"List-Id: <a.b>",
        b"List-Unsubscribe: <https://example.org>", b"X-Auto-Response-Suppress: All", b"X-Autoreply: yes", b"X-Loop: a",
        b"Feedback-ID: 1", b"Content-Type: multipart/report; boundary=b",
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_known(header: bytes) -> None:
    assert letter(header).is_automatic


@pytest.mark.parametrize(
    "local", [b"MAILER-DAEMON", b"no-reply", b"noreply", b"postmaster", b"bounces+1", b"a-request"]
)
def test_robots_are_known_by_their_address(local: bytes) -> None:
    assert letter(sender=local + b"@example.org").is_automatic


def test_what_a_person_wrote_is_no_machines() -> None:
    assert not letter(
        b"Return-Path: <anna@example.org>", b"Auto-Submitted: no", b"Precedence: first-class"
    ).is_automatic


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Помогите мне вернуться", "ru"), ("Ман мехоҳам ба хона баргардам", ""),
        ("Ба хонаи худ рафтан мехоҳам, ҷонам", "tg"),
        ("Ўйга қайтмоқчиман", "uz"),
        ("Мен үйгө кайткым келет", "ky"), ("Мені додому, будь ласка, їду", "uk"), ("Please help me", ""), ("да", ""),
    ],
)  # fmt: skip
def test_the_language_is_guessed_by_its_letters_or_not_at_all(text: str, language: str) -> None:
    assert letter(body=text.encode()).language == language

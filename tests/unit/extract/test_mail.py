"""Mails: the message or the mail that it forwards, with everything else named: quotations, signatures, footers, attachments."""

from __future__ import annotations

import random
import time
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.files.made import docx, mail, p, pdf, wrapped
from worker.extract import extract_file
from worker.extract.letter import line_reason, plain_subject, read_letter, shown_date

LEAD = "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more of them would follow soon."
NEXT = "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels."
THIRD = "The harbour office keeps a place free for it until the spring, when the first freighters of the season are due again."


def read(data):
    return extract_file("a.eml", data)


def reasons(found):
    return {(cut.reason, cut.text) for cut in found.removed}


# ------------------------------------------------------------------ what a mail states


@pytest.mark.parametrize(
    ("headers", "title", "author"),
    [
        pytest.param({}, "Ice", "Coast Desk", id="plain"),
        pytest.param({"Subject": "Sjøen fryser på"}, "Sjøen fryser på", "Coast Desk", id="encoded"),
        pytest.param({"From": "desk@coast.example"}, "Ice", "", id="no name"),
        pytest.param({"From": "Береговая охрана <desk@coast.example>"}, "Ice", "Береговая охрана", id="name ru"),
        pytest.param({"Date": "12 Jan 2026 10:00:00 +0100 (CET)"}, "Ice", "Coast Desk", id="comment in the date"),
    ],
)
def test_headers(headers, title, author):
    found = read(mail(LEAD, **headers))
    assert (found.title, found.author, found.text) == (title, author, LEAD)
    assert (found.published, found.published_origin) == (datetime(2026, 1, 12, 9, tzinfo=UTC), "meta")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Subject: Sjøen\r\n".encode(), id="utf-8"),
        pytest.param("Subject: Sjøen\r\n".encode("latin-1"), id="latin-1"),
        pytest.param(b"Subject: =?utf-8?q?Sj=C3=B8en?=\r\n", id="encoded word"),
        pytest.param(b"Subject: =?utf-8?b?U2rDuA?=\r\n =?utf-8?q?en?=\r\n", id="two words, padding lost"),
        pytest.param(b"Subject: =?us-ascii?q?Sj=C3=B8en?=\r\n", id="wrong character set"),
        pytest.param(b"subject:Sj\xc3\xb8en\r\n", id="small letter, no blank"),
    ],
)
def test_subjects_however_they_are_written(header):
    assert read(header + b"\r\n" + LEAD.encode()).title == "Sjøen"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("Ice: the report", "Ice: the report", id="a colon of its own"),
        pytest.param("Response: none", "Response: none", id="begins like a prefix"),
        pytest.param("Re: Fwd: RE[2]: Ice", "Ice", id="several"),
        pytest.param("SV: VS: VB: Ice", "Ice", id="nordic"),
        pytest.param("AW: WG: Ice", "Ice", id="de"),
        pytest.param("TR : Ice", "Ice", id="fr"),
        pytest.param("VL: Ice", "Ice", id="fi"),
        pytest.param("Пересл: Лёд", "Лёд", id="ru"),
        pytest.param("[EXTERNAL] Fw: Ice", "Ice", id="mark of a gateway"),
    ],
)
def test_subject_without_prefixes(subject, title):
    assert plain_subject(subject) == title


# ------------------------------------------------------------------ bodies


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        pytest.param("Sjøen fryser på", "utf-8", "utf-8", id="utf-8"),
        pytest.param("Sjøen fryser på", "latin-1", "iso-8859-1", id="latin-1"),
        pytest.param("Лёд на море", "koi8-r", "koi8-r", id="koi8-r"),
        pytest.param("Лёд на море", "utf-8", "us-ascii", id="utf-8 declared ascii"),
        pytest.param("Sjøen fryser på", "cp1252", "no-such-set", id="unknown name"),
        pytest.param("Sjøen “fryser” på", "cp1252", "iso-8859-1", id="windows-1252 declared latin-1"),
        pytest.param("Hav", "ascii", "idna", id="no character set of mails"),
        pytest.param("Hav", "ascii", "hex", id="no character set at all"),
    ],
)
def test_character_sets(text, charset, declared):
    data = f"From: a@b.example\r\nContent-Type: text/plain; charset={declared}\r\n\r\n".encode() + text.encode(charset)
    assert read(data).text == text


RUSSIAN = "Береговая охрана сообщила, что второе судно ушло во фьорд во вторник, и за ним последуют другие."


@pytest.mark.parametrize(
    ("head", "body", "charset"),
    [
        pytest.param("text/html", f'<meta charset="koi8-r"><p>{RUSSIAN}</p>', "koi8-r", id="the page declares it"),
        pytest.param("text/html", f"<p>{RUSSIAN}</p>", "windows-1251", id="a page without"),
        pytest.param("text/plain", RUSSIAN, "windows-1251", id="windows-1251"),
        pytest.param("text/plain", RUSSIAN, "koi8-r", id="koi8-r"),
        pytest.param("text/plain", "Sjøen fryser på ved Vardø", "windows-1252", id="windows-1252"),
    ],
)
def test_character_sets_that_the_mail_does_not_declare(head, body, charset):
    data = f"From: a@b.example\r\nContent-Type: {head}\r\n\r\n".encode() + body.encode(charset)
    assert read(data).text in (RUSSIAN, body)


def test_utf_16_is_decoded():
    head = "From: a@b.example\r\nContent-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert read(head.encode() + b64encode(RUSSIAN.encode("utf-16"))).text == RUSSIAN


@pytest.mark.parametrize(
    ("headers", "title"),
    [
        pytest.param(
            "Subject: [Arctic-L] Re: [Arctic-L] Second ship sent\nList-Id: <arctic-l.coast.example>",
            "Second ship sent",
            id="list",
        ),
        pytest.param("Subject: [Video] Second ship sent", "[Video] Second ship sent", id="no list"),
    ],
)
def test_the_name_of_a_list_is_no_title(headers, title):
    assert read(f"From: a@b.example\n{headers}\n\n{LEAD}\n".encode()).title == title


def test_a_forward_whose_header_is_one_line():
    body = f'-------- Пересылаемое сообщение --------\n11.03.2026, 09:15, "Пресс-служба" <p@b.example>:\n\n{RUSSIAN}\n\n'
    date = "Date: Thu, 12 Mar 2026 14:05:00 +0300\nFrom: Anna Berg <a@b.example>\nContent-Type: text/plain; charset=utf-8"
    found = read(f"{date}\nSubject: Fwd: Судно\n\n{body}-------- Конец пересылаемого сообщения --------\n".encode())
    assert (found.text, found.author, found.title) == (RUSSIAN, "Пресс-служба", "Судно")
    assert found.published == datetime(2026, 3, 11, 6, 15, tzinfo=UTC)


def test_a_mail_without_a_date_has_that_of_its_first_server():
    later, first = "Received: from b by c; Thu, 12 Mar 2026 15:00:00 +0100", "Thu, 12 Mar 2026 14:05:00 +0100 (CET)"
    stamps = f"{later}\nReceived: from a by b;\n\t{first}\n"
    found = read(f"{stamps}From: a@b.example\nSubject: Ice\n\n{LEAD}\n".encode())
    assert found.published == datetime(2026, 3, 12, 13, 5, tzinfo=UTC)


def test_a_long_line_that_a_gateway_added_does_not_keep_others_broken():
    body = "\n\n".join(fill(paragraph, 60) for paragraph in (LEAD, NEXT))
    footer = (
        "The office has moved to the other side of the harbour and can be found there by everybody who comes by boat or by bus."
    )
    assert read(mail(f"{body}\n\n{footer}\n")).text.split("\n")[:2] == [LEAD, NEXT]


def test_wrapped_lines_are_joined_and_others_are_not():
    text = (
        "Dear all,\n\nThe coast guard sent a second ship to the fjord on Tuesday, and the\ngovernor said that more would follow"
        " as soon as they can.\nShips:\n- one\n- two\n"
    )
    assert read(mail(text)).text.split("\n") == [
        "Dear all,",
        f"{LEAD.removesuffix(' of them would follow soon.')} would follow as soon as they can.",
        "Ships:",
        "- one",
        "- two",
    ]


@pytest.mark.parametrize(
    ("parameters", "body", "text"),
    [
        pytest.param("format=flowed", "one \ntwo\nthree\n", "one two\nthree", id="flowed"),
        pytest.param("format=flowed; delsp=yes", "fjo \nrd\n", "fjord", id="delsp"),
        pytest.param("format=flowed", " From here\n", "From here", id="stuffed"),
        pytest.param("format=flowed", "one \n\ntwo\n", "one\ntwo", id="blank line ends it"),
    ],
)
def test_flowed_text(parameters, body, text):
    assert read(f"From: a@b.example\nContent-Type: text/plain; {parameters}\n\n{body}".encode()).text == text


def test_quoted_printable_and_base64():
    for cte, body in (("quoted-printable", "Sj=C3=B8en =\nfryser"), ("base64", "U2rDuGVuIGZyeXNlcg==")):
        data = f"From: a@b.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {cte}\n\n{body}\n"
        assert read(data.encode()).text == "Sjøen fryser"


HIDDEN = "<head><title>Ice</title><style>p {}</style></head><body><div style='display: none'>Hidden</div>"
PAGE = f"<html>{HIDDEN}<p>{LEAD}</p><p>{NEXT}</p></body></html>"
ADDRESSES = f"{LEAD}\nhttps://coast.example/1\n\n{NEXT}\nhttps://coast.example/2"


@pytest.mark.parametrize(
    ("plain", "html", "text"),
    [
        pytest.param("", PAGE, f"{LEAD}\n{NEXT}", id="only HTML"),
        pytest.param("See the HTML part.", PAGE, f"{LEAD}\n{NEXT}", id="plain part says little"),
        pytest.param(f"{LEAD}\n\n{NEXT}\n\n{THIRD}", PAGE, f"{LEAD}\n{NEXT}\n{THIRD}", id="plain part says all"),
        pytest.param(ADDRESSES, PAGE, f"{LEAD}\n{NEXT}", id="plain with addresses"),
    ],
)
def test_the_alternative_that_says_more(plain, html, text):
    assert read(mail(plain, html=html)).text == text


def test_control_characters_in_markup():
    assert read(mail(html=f"<p style='display:none'>Hidden</p>\x01&#2;<p>{LEAD}</p>\x02")).text.endswith(LEAD)


def test_a_broken_mail_in_a_mail_is_named():
    inner = (
        b'Subject: Ice\nContent-Type: multipart/mixed; boundary="\xff"\n\n--\xff\nContent-Type: text/plain; charset=x\n\n\xe5\n'
    )
    found = read(b"From: a\nContent-Type: message/rfc822\n\n" + inner)
    assert bool(found.text) is not bool(found.error)


def test_addresses_behind_words_go():
    assert read(mail("The <https://coast.example/1> ship [https://coast.example/2] has left.")).text == "The ship has left."


# ------------------------------------------------------------------ replies, signatures, footers

WROTE = (
    "On Mon, 12 Jan 2026 at 10:00, Coast Desk <desk@coast.example> wrote:",
    "Den man. 12. jan. 2026 kl. 10.00 skrev Coast Desk <desk@coast.example>:",
    "man. 12. jan. 2026 kl. 10:00 skrev Coast Desk:",
    "Den mån 12 jan. 2026 kl 10:00 skrev Coast Desk <desk@coast.example>:",
    "ma 12. tammik. 2026 klo 10.00 Coast Desk (desk@coast.example) kirjoitti:",
    "Þann mán., 12. jan. 2026 kl. 10:00 skrifaði Coast Desk <desk@coast.example>:",
    "пн, 12 янв. 2026 г. в 10:00, Coast Desk <desk@coast.example>:\nCoast Desk пишет 12.01.2026 10:00:",
    "Am Mo., 12. Jan. 2026 um 10:00 Uhr schrieb Coast Desk <desk@coast.example>:",
    "Le lun. 12 janv. 2026 à 10:00, Coast Desk <desk@coast.example> a\nécrit :",
)


@pytest.mark.parametrize("wrote", WROTE, ids=("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr"))
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "bare"])
def test_a_reply_is_read_for_what_it_adds(wrote, mark):
    found = read(mail(f"{LEAD}\n\n{wrote}\n{mark}{NEXT}\n", Subject="Re: Ice"))
    assert LEAD in found.text.split("\n")
    assert NEXT not in found.text
    assert ("quoted", f"{mark}{NEXT}") in reasons(found)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("On Monday the minister wrote:", id="no date, no address"),
        pytest.param("In the letter of 12 January 2026 the minister wrote:", id="no clock"),
    ],
)
def test_an_article_may_quote(line):
    assert read(mail(f"{LEAD}\n\n{line}\n\n{NEXT}\n")).text == f"{LEAD}\n{line}\n{NEXT}"


def test_a_mail_that_is_all_quotation_is_read():
    assert read(mail(f"> {LEAD}\n>\n> {NEXT}\n")).text == f"{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    "closing",
    [
        pytest.param("-- \nCoast Desk\nHarbour Street 1", id="delimiter"),
        pytest.param("Best regards\nCoast Desk\n+47 12345", id="en"),
        pytest.param("Med venlig hilsen\nKystvagten", id="da"),
        pytest.param("Med vennlig hilsen\nKystvakten", id="no"),
        pytest.param("Med vänliga hälsningar\nKustbevakningen", id="sv"),
        pytest.param("Ystävällisin terveisin\nRannikko", id="fi"),
        pytest.param("Með bestu kveðju\nLandhelgisgæslan", id="is"),
        pytest.param("Með kveðju\nLandhelgisgæslan", id="is, short"),
        pytest.param("С уважением,\nБереговая охрана", id="ru"),
        pytest.param("Mit freundlichen Grüßen\nKüstenwache", id="de"),
        pytest.param("Bien cordialement,\nGarde côtière", id="fr"),
        pytest.param("Sent from my iPhone", id="telephone"),
    ],
)
def test_signatures_go(closing):
    found = read(mail(f"{LEAD}\n\n{NEXT}\n\n{closing}\n"))
    assert found.text == f"{LEAD}\n{NEXT}"
    assert [cut.text for cut in found.removed if cut.reason == "signature"] == [line.strip() for line in closing.split("\n")]


@pytest.mark.parametrize(
    "closing",
    [
        pytest.param("<div>-- </div><div>Coast Desk</div>", id="delimiter"),
        pytest.param("<br>--&nbsp;<br>Coast Desk", id="delimiter between breaks"),
        pytest.param('<div class="gmail_signature">Coast Desk</div>', id="gmail"),
        pytest.param('<div class="moz-signature">-- <br>Coast Desk</div>', id="thunderbird"),
        pytest.param('<div id="Signature"><p>Coast Desk</p></div>', id="outlook"),
    ],
)
def test_signatures_in_html_go(closing):
    found = read(mail(html=f"<html><body><p>{LEAD}</p><p>{NEXT}</p>{closing}</body></html>"))
    assert found.text == f"{LEAD}\n{NEXT}"
    assert ("signature", "Coast Desk") in reasons(found)


def test_a_sign_off_above_running_text_is_no_signature():
    assert read(mail(f"{LEAD}\n\nBest regards\n\n{NEXT}\n")).text == f"{LEAD}\nBest regards\n{NEXT}"


DISCLAIMERS = (
    "This e-mail is confidential and intended only for the addressee. If you received it by mistake, delete it.",
    "Denne e-mail er fortrolig og kun tiltænkt modtageren. Har du modtaget den ved en fejl, så slet den.",
    "Denne e-posten er konfidensiell og kun beregnet på mottakeren. Slett den hvis du fikk den ved en feil.",
    "Detta meddelande är konfidentiellt och endast för den angivna mottagaren. Radera det om du fått det av misstag.",
    "Tämä viesti on luottamuksellinen ja tarkoitettu vain vastaanottajalle. Poista se, jos sait sen vahingossa.",
    "Þessi tölvupóstur er trúnaðarmál. Ef þú fékkst hann fyrir mistök skaltu eyða honum.",
    "Это сообщение конфиденциально и предназначено только адресату. Если вы получили его по ошибке, удалите его.",
    "Diese Nachricht ist vertraulich und nur für den genannten Empfänger bestimmt. Löschen Sie sie, wenn sie versehentlich kam.",
    "Ce message est confidentiel et destiné à la seule personne nommée. Si vous l’avez reçu par erreur, supprimez-le.",
)
FOOTERS = (
    "Unsubscribe | Manage preferences",
    "View this email in your browser",
    "You are receiving this because you signed up on our site.",
    "Afmeld dig nyhedsbrevet her",
    "Se denne mail i din browser",
    "Meld deg av",
    "Vis nyhetsbrevet i nettleseren",
    "Avregistrera dig här",
    "Visa brevet i webbläsaren",
    "Peruuta uutiskirje",
    "Avaa viesti selaimessa",
    "Afskrá mig af listanum",
    "Skoða póstinn í vafra",
    "Отписаться от рассылки",
    "Открыть письмо в браузере",
    "Newsletter abbestellen",
    "Im Browser ansehen",
    "Se désabonner",
    "Voir ce message dans votre navigateur",
)


def test_a_signature_above_a_disclaimer():
    paragraphs = [fill(text, 70) for text in (LEAD, NEXT, "Kind regards,", "Coast Desk", DISCLAIMERS[0])]
    found = read(mail("\n\n".join(paragraphs)))
    assert found.text == f"{LEAD}\n{NEXT}"
    assert {cut.reason for cut in found.removed} == {"signature", "disclaimer"}


@pytest.mark.parametrize("line", DISCLAIMERS)
def test_disclaimers(line):
    assert line_reason(line) == "disclaimer"


@pytest.mark.parametrize("line", FOOTERS)
def test_newsletter_furniture(line):
    assert line_reason(line) == "subscribe"


@pytest.mark.parametrize(
    "line",
    [
        "The confidential report was intended for the minister.",
        "He said that the message had been sent by mistake.",
        "The app can be opened in a browser or on a telephone, the harbour office said.",
        "Die Küstenwache ist nur für den Fjord zuständig.",
        "Hun meldte sig til tjeneste i byen.",
        "She signed up for the coast guard.",
        "https is a protocol",
    ],
)
def test_lines_that_only_sound_like_it_stay(line):
    assert line_reason(line) is None


def test_the_footer_of_a_list_goes():
    found = read(
        mail(f"{LEAD}\n\n{NEXT}\n\n_______________________________________________\nIce mailing list\nIce@lists.example\n")
    )
    assert found.text == f"{LEAD}\n{NEXT}"
    assert {cut.reason for cut in found.removed} == {"footer"}


# ------------------------------------------------------------------ forwards

FORWARDS = {
    "en": ("Fwd: Ice", "---------- Forwarded message ---------", "From", "Date", "Subject", "To", "Sun, 11 Jan 2026 at 22:10"),
    "en outlook": ("FW: Ice", "-----Original Message-----", "From", "Sent", "Subject", "To", "Sunday, January 11, 2026 10:10 PM"),
    "en apple": ("Fwd: Ice", "Begin forwarded message:", "From", "Date", "Subject", "To", "11 January 2026 at 22:10:00 CET"),
    "da": ("VS: Ice", "", "Fra", "Sendt", "Emne", "Til", "11. januar 2026 22:10"),
    "no": ("VS: Ice", "---------- Videresendt melding ---------", "Fra", "Dato", "Emne", "Til", "søn. 11. jan. 2026 kl. 22:10"),
    "sv": ("VB: Ice", "", "Från", "Skickat", "Ämne", "Till", "den 11 januari 2026 22:10"),
    "fi": ("VL: Ice", "", "Lähettäjä", "Lähetetty", "Aihe", "Vastaanottaja", "sunnuntai 11. tammikuuta 2026 22.10"),
    "is": ("Fwd: Ice", "", "Frá", "Dagsetning", "Efni", "Til", "sun., 11. jan. 2026 kl. 22:10"),
    "ru": ("Fwd: Ice", "-------- Пересылаемое сообщение --------", "От", "Дата", "Тема", "Кому", "вс, 11 янв. 2026 г. в 22:10"),
    "de": ("WG: Ice", "-----Ursprüngliche Nachricht-----", "Von", "Gesendet", "Betreff", "An", "Sonntag, 11. Januar 2026 22:10"),
    "fr": ("TR: Ice", "-----Message d'origine-----", "De", "Envoyé", "Objet", "À", "dimanche 11 janvier 2026 22:10"),
}


def forward(kind, inner="Second ship sent", own="See below."):
    subject, marker, sender, date, about, receiver, day = FORWARDS[kind]
    head = [f"{sender}: Fjord Gazette <news@gazette.example>", f"{date}: {day}", f"{receiver}: desk@coast.example"]
    lines = [own, "", marker, *head, f"{about}: {inner}", "", LEAD, "", NEXT, ""]
    return mail("\n".join(lines), Subject=subject)


@pytest.mark.parametrize("kind", FORWARDS)
def test_a_forward_is_the_mail_that_it_forwards(kind):
    found = read(forward(kind))
    assert found.text == f"{LEAD}\n{NEXT}"
    assert (found.title, found.author) == ("Second ship sent", "Fjord Gazette")
    assert found.published == datetime(2026, 1, 11, 21, 10, tzinfo=UTC)
    assert ("note", "See below.") in reasons(found)
    assert {"mail-header"} <= {cut.reason for cut in found.removed}


def test_a_forward_in_html():
    html = (
        "<div>See below.<br><b>From:</b> Fjord Gazette &lt;news@gazette.example&gt;<br>"
        "<b>Sent:</b> Sunday, January 11, 2026 10:10 PM<br>"
        f"<b>To:</b> desk@coast.example<br><b>Subject:</b> Second ship sent<br><br><p>{LEAD}</p><p>{NEXT}</p></div>"
    )
    found = read(mail(html=html, Subject="FW: Ice"))
    assert (found.title, found.author, found.text) == ("Second ship sent", "Fjord Gazette", f"{LEAD}\n{NEXT}")


def test_a_forward_of_a_forward():
    inner = "-----Original Message-----\nFrom: Fjord Gazette\nSent: 2026-01-11 10:00\nSubject: Second ship sent\n\n" + LEAD
    head = "-----Original Message-----\nFrom: Coast Desk\nSent: 2026-01-11 12:00\nSubject: FW: Second ship sent"
    outer = f"FYI\n\n{head}\n\nHm.\n\n{inner}\n"
    found = read(mail(outer, Subject="FW: FW: Second ship sent"))
    assert (found.title, found.author, found.text) == ("Second ship sent", "Fjord Gazette", LEAD)


def test_a_reply_with_the_whole_mail_below_is_no_forward():
    below = f"-----Original Message-----\nFrom: Fjord Gazette\nSent: 2026-01-11 10:00\nSubject: Ice\n\n{NEXT}\n"
    found = read(mail(f"{LEAD}\n\n{below}", Subject="RE: Ice"))
    assert (found.title, found.author, found.text) == ("Ice", "Coast Desk", LEAD)
    assert ("quoted", NEXT) in reasons(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("01/12/2026 10:00", None, id="two readings"),
        pytest.param("12 foo 2026", None, id="no month"),
        pytest.param("31 Feb 2026", None, id="no day"),
        pytest.param("Mon, 12 Jan 2026 10:00:00 +0000", datetime(2026, 1, 12, 10, tzinfo=UTC), id="with an offset"),
        pytest.param("12.1.2026 klo 10.00", datetime(2026, 1, 12, 8, tzinfo=UTC), id="dots"),
        pytest.param("January 12, 2026 at 12:05 AM", datetime(2026, 1, 11, 22, 5, tzinfo=UTC), id="after midnight"),
        pytest.param("12. marraskuuta 2026 10.00", datetime(2026, 11, 12, 8, tzinfo=UTC), id="november fi"),
        pytest.param("12 mars 2026 à 10:00", datetime(2026, 3, 12, 8, tzinfo=UTC), id="march fr"),
        pytest.param("12 мая 2026 г. 10:00", datetime(2026, 5, 12, 8, tzinfo=UTC), id="may ru"),
    ],
)
def test_dates_above_quoted_mails(text, expected):
    assert shown_date(text, timezone(timedelta(hours=2))) == expected


# ------------------------------------------------------------------ attachments


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        pytest.param("report.pdf", "application/pdf", pdf([wrapped(LEAD)]), id="pdf"),
        pytest.param("report.docx", "application/octet-stream", docx(p(LEAD)), id="docx by its name"),
        pytest.param("report", "application/pdf", pdf([wrapped(LEAD)]), id="pdf by its type"),
        pytest.param("report.txt", "text/plain", LEAD.encode(), id="text"),
        pytest.param(
            "report.html", "text/html", f"<html><body><article><p>{LEAD}</p></article></body></html>".encode(), id="page"
        ),
    ],
)
def test_the_only_attachment_of_a_mail_without_words_is_its_text(name, kind, content):
    found = read(mail("See attached.", attached=[(name, kind, content)]))
    assert found.text == LEAD
    assert (found.title, found.author) == ("Ice", "Coast Desk")
    assert reasons(found) == {("note", "See attached.")}


def test_attachments_that_are_not_read_are_named():
    attached = [("a.pdf", "application/pdf", b"%PDF-"), ("b.exe", "application/x-dosexec", b"MZ")]
    found = read(mail(f"{LEAD}\n\n{NEXT}", attached=attached))
    assert found.text == f"{LEAD}\n{NEXT}"
    assert [cut.text for cut in found.removed if cut.reason == "attachment"] == [
        "'a.pdf' (application/pdf, 5 bytes); save it into the folder to have it read",
        "'b.exe' (application/x-dosexec, 2 bytes)",
    ]


def test_a_mail_attached_to_a_mail_is_read():
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "desk@coast.example", "Ice"
    outer.set_content("FYI")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Fjord Gazette <news@gazette.example>", "Second ship sent"
    inner.set_content(f"{LEAD}\n\n{NEXT}")
    outer.add_attachment(inner)
    found = read(outer.as_bytes())
    assert (found.title, found.author, found.text) == ("Second ship sent", "Fjord Gazette", f"{LEAD}\n{NEXT}")


def digest(*mails, intro=""):
    """The mails of a list as one, under an introduction."""
    parts = "".join(f"--B\n\nFrom: a@coast.example\nSubject: {title}\n\n{text}\n\n" for title, text in mails)
    inner = f'Content-Type: multipart/digest; boundary="B"\n\n{parts}--B--\n'
    head = "From: list@coast.example\nSubject: Digest 12\nMIME-Version: 1.0\n"
    return f'{head}Content-Type: multipart/mixed; boundary="A"\n\n--A\n\n{intro}\n--A\n{inner}\n--A--\n'.encode()


@pytest.mark.parametrize("intro", ["", f"Topics of today: Second ship sent, Ice in the bay. {NEXT} {NEXT}"])
def test_a_digest_is_its_mails_under_their_titles(intro):
    found = read(digest(("Second ship sent", LEAD), ("Re: Ice in the bay", NEXT), intro=intro))
    assert (found.title, found.error) == ("Digest 12", "")
    assert found.text == f"Second ship sent\n{LEAD}\nIce in the bay\n{NEXT}"
    assert {reason for reason, _ in reasons(found)} == ({"note"} if intro else set())


def test_a_digest_of_nothing_says_so():
    assert read(digest()).error == "the mail holds no text"


def test_an_event_without_other_words_is_read():
    event = (
        "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nDTSTART:19700101T020000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
        "DTSTART;TZID=Europe/Oslo:20260112T080000\r\nSUMMARY;LANGUAGE=en:Second ship sent\r\nLOCATION:Kirkenes\\, quay 2\r\n"
        f"DESCRIPTION:{LEAD[:60]}\r\n {LEAD[60:]}\\n{NEXT}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = read(f"From: a@coast.example\r\nSubject: Invitation\r\nContent-Type: text/calendar\r\n\r\n{event}".encode())
    assert (found.title, found.error) == ("Second ship sent", "")
    assert found.text == f"20260112T080000\nKirkenes, quay 2\n{LEAD}\n{NEXT}"


# ------------------------------------------------------------------ hostile mails


def nested(depth):
    opening = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"From: a@b.example\n{opening}\nwords\n".encode()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"%PDF-1.7\n", "not a mail", id="pdf"),
        pytest.param(b"<html><p>words</p>", "not a mail", id="page"),
        pytest.param(b"From: a@b.example\n\n", "the mail holds no text", id="no body"),
        pytest.param(b"From: a@b.example\nContent-Type: image/png\n\nx", "the mail holds no text", id="a picture"),
        pytest.param(
            b"From: a@b.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx",
            "is encrypted",
            id="S/MIME",
        ),
        pytest.param(
            b'From: a@b.example\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\nContent-Type: application/pgp-encrypted'
            b"\n\nVersion: 1\n--b--\n",
            "is encrypted",
            id="OpenPGP",
        ),
        pytest.param(nested(10_000), "nested too deeply", id="10,000 parts in one another"),
        pytest.param(
            b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 10_000, "nested too deeply", id="10,000 mails"
        ),
    ],
)
def test_mails_without_text_say_why(data, error):
    found = read(data)
    assert error in found.error
    assert not found.text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nwords", id="encoded words"),
        pytest.param(b"From: " + b"(" * 100_000 + b"\n\nwords", id="brackets"),
        pytest.param(b"X: y\n" * 200_000 + b"\nwords", id="headers"),
        pytest.param(b"Content-Type: text/plain" + b'; a="b' * 100_000 + b"\n\nwords", id="parameters"),
        pytest.param(b"From: a\n\n" + b"From: a\n" * 20_000 + b"words", id="headers of quoted mails"),
        pytest.param(b"From: a\n\n" + b"> " * 200_000 + b"words", id="quotation in quotation"),
        pytest.param(b"From: a\n\nwords\n" + b"Regards\n" * 20_000, id="farewells"),
        pytest.param(b'From: a\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nwords\n" * 10_000, id="10,000 parts"),
        pytest.param(b"From: a\nContent-Type: text/html\n\n" + b"<div>" * 50_000 + b"words", id="nested markup"),
    ],
)
def test_bombs_cost_little(data):
    before = time.process_time()
    found = read(data)
    assert time.process_time() - before < 4
    assert bool(found.text) is not bool(found.error)


WHOLE = mail(f"{LEAD}\n\n{NEXT}", html=PAGE, attached=[("a.pdf", "application/pdf", b"%PDF-")], Subject="Fwd: Sjøen")


@pytest.mark.parametrize("seed", range(100))
def test_a_mail_cut_anywhere_gives_text_or_an_error(seed):
    found = read(WHOLE[: random.Random(seed).randrange(len(WHOLE))])
    assert bool(found.text) is not bool(found.error)


@settings(deadline=1000)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_changed_bytes_give_text_or_an_error(changes):
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    found = read(bytes(data))
    assert bool(found.text) is not bool(found.error)


pieces = st.sampled_from(
    [
        LEAD,
        NEXT,
        "> " + LEAD,
        "",
        "-- ",
        "From: a",
        "Sent: 12 Jan 2026",
        "Subject: Re: x",
        "To: b",
        WROTE[0],
        "Best regards",
        "____________",
    ]
)


@given(st.sampled_from(["Re: a", "Fwd: a", "VS: a", "a"]), st.lists(pieces, max_size=14))
def test_every_line_of_a_letter_stays_or_has_a_reason(subject, lines):
    letter = read_letter(subject, lines)
    assert len(letter.lines) == len(lines)
    assert any(reason is None for text, reason in letter.lines if text.strip()) or not any(line in (LEAD, NEXT) for line in lines)

"""Phrases of mails that are not the message, in nine languages: headers of quoted mails, sign-offs, disclaimers. Data only.

Languages in every table: en da no sv fi is ru de fr. The wording is that of the common mail programs and list servers.
"""

from __future__ import annotations

import re


def _line(*phrases: str) -> re.Pattern[str]:
    """The phrase is the whole line, punctuation and dashes at either end aside."""
    return re.compile(rf"^\W*(?:{'|'.join(phrases)})\W*$", re.IGNORECASE)


# ------------------------------------------------------------------ subjects

# "VS" is a reply in Finnish and a forward in Danish and Norwegian, so it is in neither of the two tables of certain ones.
_REPLIES = r"re|sv|aw|antw|antwort|rép|ref|на|отв|ответ"
_FORWARDS = r"fwd?|wg|vb|vl|tr|fs|пер|пересл"
_PREFIX = r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*"
SUBJECT_PREFIX = re.compile(
    rf"^\s*(?:(?:(?:{_REPLIES}|{_FORWARDS}|vs){_PREFIX}|\[(?:ext|extern|external|ekstern|externt|ulkoinen|externe)\]\s*)+)",
    re.IGNORECASE,
)
IS_REPLY = re.compile(rf"\s*(?:{_REPLIES}){_PREFIX}", re.IGNORECASE)
IS_FORWARD = re.compile(rf"\s*(?:{_FORWARDS}){_PREFIX}", re.IGNORECASE)

# ------------------------------------------------------------------ headers of a quoted or forwarded mail

FIELDS = {
    "from": ("from", "fra", "från", "lähettäjä", "frá", "от", "от кого", "von", "de"),
    "date": (
        "date", "sent", "dato", "sendt", "datum", "skickat", "skickades", "päiväys", "päivämäärä", "pvm", "lähetetty",
        "dagsetning", "dags", "дата", "отправлено", "gesendet", "envoyé", "envoyé le",
    ),
    "subject": ("subject", "emne", "ämne", "aihe", "efni", "тема", "betreff", "objet", "sujet"),
    "other": (
        "to", "cc", "bcc", "reply-to", "importance", "attachments", "til", "kopi", "till", "kopia", "vastaanottaja", "kopio",
        "afrit", "кому", "копия", "an", "kopie", "à", "copie", "priorité", "wichtigkeit", "anlagen", "antwort an",
    ),
}  # fmt: skip

FORWARDED = _line(
    r"(?:begin )?forwarded (?:message|mail)", r"forwarded by .{2,80}",
    r"(?:start på )?videresendt (?:meddelelse|besked|melding|e-?post|mail)",
    r"(?:börja |början på )?vidarebefordra(?:t|de) (?:meddelande|mejl|brev)", r"vidarebefordrat",
    r"(?:edelleen ?lähetetty|välitetty) viesti(?: alkaa)?", r"(?:áframsen[dt]|framsent) (?:skeyti|skilaboð|bréf)",
    r"(?:начало )?(?:пересылаем|пересланн|перенаправленн|переадресованн)(?:ое|ого) (?:сообщени[ея]|письм[оа])",
    r"(?:anfang der )?weitergeleitete[nr]? (?:nachricht|e-?mail)", r"(?:début du )?message (?:transféré|transmis|réexpédié)",
)  # fmt: skip
END_OF_FORWARDED = _line(
    r"end (?:of )?forwarded (?:message|mail)", r"конец (?:пересылаемого|пересланного|переадресованного) (?:сообщения|письма)",
    r"ende der weitergeleiteten nachricht", r"fin du message (?:transféré|réexpédié)",
)  # fmt: skip
ORIGINAL = _line(
    r"original message", r"oprindelig (?:meddelelse|besked)", r"opprinnelig melding",
    r"(?:original|ursprungligt )meddelande", r"alkuperäinen viesti", r"(?:upprunaleg|upphafleg) skilaboð",
    r"исходное (?:сообщение|письмо)", r"(?:original-?|ursprüngliche )nachricht", r"message (?:d['’]origine|original)",
)  # fmt: skip
# "On 12 Jan 2026 at 10:00, somebody wrote:"; the caller asks for a date or an address in it as well.
WROTE = re.compile(
    r"\b(?:wrote|skrev|kirjoitti|skrifaði|пишет|писал|написал(?:\(?а\)?)?|schrieb|a écrit)[^:]{0,120}(?:\d:\d\d[^:]{0,20})?:\W*$",
    re.IGNORECASE,
)

# Beginnings of month names, January first. To be tried from December on, as Finnish November begins like March.
MONTHS = (
    ("jan", "jän", "tammi", "янв"), ("feb", "fév", "helmi", "фев"), ("mar", "mär", "mrz", "maalis", "мар"),
    ("apr", "avr", "huhti", "апр"), ("may", "maj", "mai", "maí", "touko", "май", "мая"), ("jun", "jún", "juin", "kesä", "июн"),
    ("jul", "júl", "juil", "heinä", "июл"), ("aug", "ágú", "août", "elo", "авг"), ("sep", "syys", "сен"),
    ("oct", "okt", "loka", "окт"), ("nov", "nóv", "marras", "ноя"), ("dec", "des", "dez", "déc", "joulu", "дек"),
)  # fmt: skip

# ------------------------------------------------------------------ the end of a mail

SENT_FROM = re.compile(
    r"^\W*(?:sent from (?:my|outlook|mail|yahoo|proton)|get outlook for|sendt fra (?:min|outlook)"
    r"|skickat från (?:min|outlook)|lähetetty (?:iphone|android|outlook|puhelim)|sent úr|отправлено (?:с |из )"
    r"|gesendet (?:von|mit)|von meinem .{2,30} gesendet"
    r"|envoyé (?:de mon|depuis|à partir d))[^.!?]{0,60}\W*$",
    re.IGNORECASE,
)
SIGN_OFF = _line(
    r"(?:with )?(?:best|kind|warm|many)(?: regards| wishes| thanks)?", r"regards", r"yours(?: \w+)?",
    r"sincerely(?: yours)?", r"cheers", r"(?:med )?(?:venlig|bedste|kærlig|vennlig|beste?) hilsen(?:er)?", r"mvh",
    r"(?:med )?(?:vänliga?|bästa) hälsning(?:ar)?", r"(?:ystävällisin|parhain) terveisin", r"terveisin", r"yst\. ?terv",
    r"með (?:bestu |kærri |góðri |vinsemd og )?kveðju", r"(?:bestu|kærri|góðri) kveðju",
    r"kveðja", r"bestu kveðjur", r"с уважением", r"с наилучшими пожеланиями",
    r"mit (?:freundlichen|besten) grüßen", r"(?:freundliche|viele|beste|liebe) grüße", r"(?:bien )?cordialement",
    r"(?:bien à vous|salutations(?: distinguées)?|meilleures salutations)",
)  # fmt: skip

# Signs of a disclaimer: for whom a mail is meant, that it is confidential, that it may have gone astray.
MEANT_FOR = re.compile(
    r"intended (?:solely |only |exclusively )?(?:for|recipients?)|(?:named )?addressee"
    r"|(?:tiltænkt|beregnet|bestemt|tiltenkt)\b|modtageren|mottaker(?:en)?\b"
    r"|(?:avse(?:tt|dd)|endast för) .{0,30}(?:mottagar|adressat)|adressaten|mottagaren"
    r"|vastaanottajalle|ætla(?:ð|ður) .{0,30}viðtakanda"
    r"|предназначен\w*|адресат\w*"
    r"|(?:ausschließlich|nur) für (?:den|die) .{0,40}(?:empfänger|adressat)|bestimmt(?:en)? (?:für|empfänger)"
    r"|destiné|destinataires?\b",
    re.IGNORECASE,
)
CONFIDENTIAL = re.compile(
    r"confidential|privileged|fortrolig|konfidensi|konfidenti|sekretess|luottamuksel|trúnaðar|конфиденциальн|vertraulich|confidenti",
    re.IGNORECASE,
)
ASTRAY = re.compile(
    r"(?:received|reached you) .{0,40}(?:in error|by mistake)|not the intended recipient"
    r"|(?:ved|av) en (?:fejl|feil)|ved (?:fejl|feil(?:tagelse)?)|av misstag|felaktigt"
    r"|erehdyksessä|vahingossa|fyrir mistök|ekki (?:réttur )?viðtakandi|по ошибке|ошибочно"
    r"|irrtümlich|versehentlich|nicht der (?:richtige|vorgesehene)|par erreur|n['’]êtes pas le destinataire",
    re.IGNORECASE,
)
THIS_MAIL = re.compile(
    r"\b(?:this|denne|dette|detta|tämä|þessi?|þett?a|эт[оаи]|данное|diese|ce|cet|le présent)\s(?:\w+\s)?"
    r"(?:e-?mails?|messages?|communication|mail|e-?post\w*|meddelelse|besked|melding|meddelande|mejl|viesti|sähköposti\w*"
    r"|skilaboð|tölvupóst\w*|póst\w*|сообщени\w+|письмо|nachricht|courriel)",
    re.IGNORECASE,
)

# What lists and newsletters say to their reader, wherever it stands. For short lines: an article may write about it too.
_FURNITURE = (
    r"\bunsubscribe\b", r"\bopt[ -]out (?:of|here|from)\b", r"\bview (?:it |this )?online\b",
    r"\b(?:view|read|open|see) (?:\w+ ){0,4}(?:in|on) (?:your |a |the )?(?:web ?)?browser\b",
    r"\b(?:update|manage|change) (?:your )?(?:e-?mail |subscription |mailing )?(?:preferences|subscription)\b",
    r"\byou(?:['’]re| are) (?:receiving|getting) this\b", r"\byou received this (?:message|e-?mail|newsletter)\b",
    r"\bthis (?:e-?mail|message|newsletter) was sent to\b", r"\badd us to your address book\b", r"\bforward to a friend\b",
    r"\b(?:having )?trouble (?:viewing|reading) this\b",
    r"\b(?:afmeld|frameld) (?:dig|nyhed\w+|her)\b", r"\b(?:se|vis|læs) (?:\w+ ){0,3}i (?:din )?browser",
    r"\bdu (?:modtager|får) denne (?:e-?mail|mail|besked)", r"\bdu (?:modtager|får) dette nyhedsbrev",
    r"\bmeld deg av\b", r"\bavslutt abonnement", r"\bavmeld(?:ing)?\b",
    r"\b(?:se|vis|les|åpne) (?:\w+ ){0,3}i (?:din )?nettleser",
    r"\bdu (?:mottar|får) denne (?:e-?posten|meldingen|mailen)", r"\bdu (?:mottar|får) dette nyhetsbrevet",
    r"\bavregistrera\b", r"\bavsluta (?:din )?prenumeration", r"\bavprenumerera\b",
    r"\b(?:visa|se|läs|öppna) (?:\w+ ){0,3}i (?:din )?webbläsare",
    r"\bdu får det(?:ta|här| här) (?:mejlet|nyhetsbrevet|utskicket|brevet)",
    r"\bperu(?:uta)? (?:\w+ )?(?:tilau|uutiskir)\w*", r"\bpoistu (?:posti|jakelu)list\w*",
    r"\b(?:avaa|katso|lue) (?:\w+ ){0,3}selaimessa", r"\bsait tämän (?:viestin|uutiskirjeen|sähköpostin)",
    r"\bafskrá(?:ðu)? (?:mig|þig|af)\b", r"\bsegja upp áskrift", r"\b(?:skoða|opna|lesa) (?:\w+ ){0,4}í vafra",
    r"\bþú (?:færð|fékkst) þenn?an? (?:tölvupóst|póst)",
    r"\bотписаться\b", r"\bотказаться от (?:рассылки|подписки)", r"\b(?:открыть|посмотреть|читать) (?:\w+ ){0,3}в браузере",
    r"\bвы получили это (?:письмо|сообщение)",
    r"\b(?:newsletter|rundbrief) (?:jetzt )?(?:abbestellen|abmelden)", r"\bhier (?:abbestellen|abmelden)\b", r"^\W*abmelden\W*$",
    r"\bbrowser (?:ansehen|anzeigen|öffnen|lesen)", r"\bsie erhalten diese[ns]? (?:e-?mail|nachricht|newsletter)",
    r"\bse désabonner\b", r"\bdésabonnez-vous\b", r"\bse désinscrire\b", r"\bdésinscription\b",
    r"\b(?:voir|lire|afficher|ouvrir) .{0,40}dans (?:votre |le |un )?navigateur",
    r"\bvous recevez (?:ce message|ce courriel|cet e-?mail|cette lettre)",
)  # fmt: skip
FURNITURE = re.compile("|".join(_FURNITURE), re.IGNORECASE)
MAILING_LIST = re.compile(
    r"mailing ?list|unsubscribe|list(?:info| archives?)\b|mailliste|e-?postlist|postliste|postituslist|póstlist|рассылк"
    r"|mailingliste|liste de diffusion",
    re.IGNORECASE,
)

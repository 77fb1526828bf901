"""Phrases that give a line away as not belonging to the article, in nine languages. Data only; `noise` decides.

Languages in every table: en da no sv fi is ru de fr. A phrase is a regular expression without groups, matched without
regard to case. Each was seen on news pages or is the plain translation of one that was; add a phrase together with a
row in the tests, and a near miss that must stay.
"""

from __future__ import annotations

import re


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


def _whole(*phrases: str) -> re.Pattern[str]:
    """The phrase is the whole line, punctuation at either end aside."""
    return re.compile(rf"^\W*{_any(*phrases)}\W*$", re.IGNORECASE)


def _start(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*{_any(*phrases)}", re.IGNORECASE)


# ------------------------------------------------------------------ pointers to other items

_POINTER_WORDS = (
    r"(?:read|see|learn) (?:more|also|next|on)", r"read the full (?:story|article|report)", r"also read", r"more on this",
    r"related(?: (?:story|stories|articles?|posts?|coverage|reading|content|links?|videos?|topics?))?",
    r"watch(?: (?:now|also|live|more|again|the video))?", r"listen(?: (?:now|live|here))?", r"videos?", r"podcast",
    r"(?:photo )?gallery", r"in pictures", r"must[ -]read", r"recommended", r"don['’]?t miss", r"further reading",
    r"(?:keep|continue) reading", r"explainer", r"analysis", r"opinion", r"more from .{2,30}",
    r"læs (?:også|mere|videre|her)", r"se (?:også|mere|video(?:en)?)", r"hør (?:også|mere)",
    r"les (?:også|mer|saken|videre)", r"sjå også", r"hør også",
    r"läs (?:också|även|mer|vidare)", r"se (?:också|även|mer)", r"lyssna(?: också)?", r"titta(?: också)?",
    r"lue (?:myös|lisää)", r"katso (?:myös|lisää|video)", r"kuuntele(?: myös)?",
    r"lestu (?:einnig|meira|líka)", r"sjá (?:einnig|meira|líka)", r"lesa meira", r"hlusta(?:ðu)?",
    r"читайте (?:также|ещё|еще|далее|подробнее)", r"смотрите(?: также)?", r"по теме", r"видео", r"подробнее", r"слушайте",
    r"lesen sie (?:auch|hier|mehr|weiter)", r"mehr (?:zum thema|dazu|lesen)", r"sehen sie auch", r"auch interessant",
    r"(?:à )?(?:lire|voir|écouter) (?:aussi|également)", r"à (?:lire|voir|écouter)", r"lire la suite", r"en savoir plus",
    r"sur le même sujet", r"voir la vidéo",
)  # fmt: skip

# The separator keeps ordinary words ("More than", "Watch officers") out; a hyphen must stand free ("must-have").
POINTER = re.compile(rf"^\W*{_any(*_POINTER_WORDS)}\s*(?:[:：|►▶»→>]|[–—]|-\s)", re.IGNORECASE)

# ------------------------------------------------------------------ subscribing, following, apps

SUBSCRIBE = _start(
    r"discover more from\b", r"subscribe(?: (?:now|today|here|to|for|via)\b|\W*$)",
    r"sign up (?:now|today|here|below|for (?:our|the|my|free|a free|more)|to (?:our|the|get|receive))\b",
    r"join (?:our|my)(?: \w+){0,3} (?:newsletter|mailing list|list|community|telegram|whatsapp|channel)\b",
    r"get (?:the |our |all )?(?:latest|best|breaking|daily|more|top)\b.*\b(?:inbox|e-?mail|newsletter|app|updates)\b",
    r"(?:enter|type) your e-?mail", r"already a subscriber", r"thanks? (?:you )?for (?:signing up|subscribing)",
    r"download (?:the|our) .*\bapp\b", r"(?:support|fund) our (?:work|journalism)",
    r"like this (?:story|article)\?", r"if you (?:like|enjoy)(?:ed)? this .*\b(?:subscribe|newsletter|share|follow)",
    r"(?:click|tap) here to (?:get|subscribe|sign|join|download)\b", r"never miss (?:a|an) (?:story|update|post)\b",
    r"follow (?:us|me|@\w+)(?: \w+){0,4} (?:on|at) (?:twitter|facebook|instagram|x\b|linkedin|telegram|youtube|google|bluesky)",
    r"(?:tilmeld|skriv) dig(?: \w+){0,4} (?:nyhedsbrev|nyhedsmail)",
    r"få (?:nyheder|nyheter|siste nytt|senaste nytt)\b.*\b(?:mail|e-?post|innboks|indbakke|inkorg)",
    r"bliv abonnent", r"abonn[eé]r (?:på|nå|nu)\b", r"(?:meld|skriv) deg på", r"bli abonnent", r"følg oss (?:på|i)\b",
    r"følg os (?:på|i)\b",
    r"prenumerera(?: på| nu|\W*$)", r"anmäl dig (?:till|här)\b", r"följ oss (?:på|i)\b",
    r"tilaa (?:uutiskir\w+|nyt|lehti)", r"liity postituslist\w+", r"seuraa meitä\b",
    r"skráðu þig (?:á|hér|í)\b", r"gerast áskrifandi", r"gerstu áskrifandi", r"fylgstu með okkur\b",
    r"подпи(?:шитесь|сывайтесь)\b", r"оформите подписку", r"следите за нами\b", r"скачайте .*приложение",
    r"(?:jetzt |hier )?(?:unseren |den )?(?:newsletter|rundbrief) (?:abonnieren|anmelden|bestellen)",
    r"jetzt (?:abonnieren|anmelden)\b",
    r"abonnieren sie\b", r"melden sie sich .*(?:newsletter|an\W*$)", r"folgen sie uns\b",
    r"abonnez-vous\b", r"inscrivez-vous\b", r"suivez-nous\b", r"recevez .*(?:newsletter|e-?mail|boîte)",
    r"téléchargez .*application",
)  # fmt: skip

INBOX = re.compile(r"\b(?:delivered|sent|straight|right|directly)(?: \w+){0,3} (?:to|in) your (?:e-?mail|in-?box)", re.IGNORECASE)

# ------------------------------------------------------------------ consent

# Three signs of a consent text: it speaks to the reader, names what is stored, and asks for a choice.
CONSENT_ADDRESS = re.compile(
    r"\b(?:we|our|your|you|vi|vores|våre?|vår|din|ditt|dine|dina|dig|deg|me|sinun|laitteellesi|við|þín|þinn|þú|okkar"
    r"|мы|наш\w*|ваш\w*|вам|вы|wir|unsere?r?|ihre?n?|sie|nous|notre|nos|votre|vos|vous)\b",
    re.IGNORECASE,
)
CONSENT_THING = re.compile(
    r"\b(?:cookies?\b|consent\b|evästei\w*|informasjonskaps\w*|kakor\b|vafrakök\w*|куки\b|согласи\w*|einwilligung\w*"
    r"|samtykke\w*|samtycke\w*|suostumu\w*|samþykki\w*|consentement|traceurs?\b)",
    re.IGNORECASE,
)
CONSENT_CHOICE = re.compile(
    r"accept\b|\ballow\b|\breject\b|decline\b|manage\b|preferences|settings|personali[sz]e|\bdevice\b|third part"
    r"|accepter|afvis|tillad|indstillinger|godta|avvis|tillat|innstillinger|acceptera|godkänn|avvisa"
    r"|inställningar|enhet\b|enhed\b"
    r"|hyväksy|hylkää|salli\b|asetuks|laitte|samþykk|hafna|stilling|tæki"
    r"|принять|принима|отклон|настро|устройств|akzeptier|zustimm|ablehn|einstellung|verwalten|gerät"
    r"|refuser|paramét|gérer|appareil",
    re.IGNORECASE,
)
# Sentences that lost the blank between them when boxes and buttons were flattened: "contentWe", "content.Manage".
GLUED = re.compile(r"[a-zà-ÿа-яё][.!?]?[A-ZÀ-ÞА-Я][a-zà-ÿа-яё]+ |[a-zà-ÿа-яё][.!?][A-ZÀ-ÞА-Я][a-zà-ÿ]")
QUOTED = re.compile(r"[\"“”«»„]")
CONSENT_BUTTON = _whole(
    r"(?:accept|allow|reject|decline)(?: all| only)?(?: necessary| optional)?(?: cookies)?",
    r"manage (?:cookie |privacy |consent )?(?:preferences|settings|cookies)",
    r"(?:cookie|privacy) (?:settings|preferences|policy|notice)", r"(?:only )?necessary cookies(?: only)?",
    r"(?:accepter|afvis|tillad)(?: alle)?(?: cookies)?", r"kun nødvendige(?: cookies)?",
    r"(?:godta|avvis|tillat)(?: alle)?(?: (?:cookies|informasjonskapsler))?",
    r"(?:acceptera|avvisa|godkänn)(?: alla)?(?: (?:cookies|kakor))?", r"(?:hyväksy|hylkää|salli)(?: kaikki)?(?: evästeet)?",
    r"evästeasetukset",
    r"samþykkja(?: allar)?(?: vafrakökur)?", r"hafna(?: öllum)?(?: vafrakökum)?",
    r"принять(?: все)?(?: куки| файлы cookie)?", r"настройки (?:cookie|куки)",
    r"(?:alle(?: cookies)? )?(?:akzeptieren|ablehnen|zustimmen)", r"cookie-einstellungen",
    r"(?:tout )?(?:accepter|refuser)(?: tout)?(?: les cookies)?",
    r"(?:gérer|paramétrer)(?: les| mes)? (?:cookies|préférences)",
)  # fmt: skip

# ------------------------------------------------------------------ headings of what follows the article

TAIL_HEADING = _whole(
    r"(?:related|recommended|similar|popular|latest|recent|trending|top|more|other|further|most (?:read|popular|viewed|recent))"
    r"(?: (?:related|recent|top|popular))? (?:posts?|articles?|stor(?:y|ies)|news|content|coverage|reading|reads"
    r"|videos?|topics|links|headlines)",
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)", r"(?:see )?more (?:from|in) .{2,40}",
    r"recommended(?: for you)?",
    r"trending(?: now)?", r"(?:what to )?read next", r"up next", r"don['’]?t miss(?: these)?", r"most (?:read|popular)",
    r"in case you missed it", r"related", r"read (?:more|also)", r"editor['’]?s['’]? (?:picks?|choice)",
    r"sponsored(?: content)?", r"from around the web",
    r"læs også", r"relaterede (?:artikler|nyheder|indlæg)", r"mest læste?", r"andre læser", r"seneste nyt(?:heder)?",
    r"flere (?:artikler|nyheder)",
    r"les også", r"relaterte? (?:artikler|saker|innlegg)", r"mest leste?", r"siste nytt", r"flere (?:saker|artikler)",
    r"anbefalte? (?:saker|artikler)",
    r"läs (?:också|även|mer)", r"relaterade (?:artiklar|nyheter|inlägg)", r"mest lästa?", r"senaste nytt",
    r"fler (?:artiklar|nyheter)",
    r"lue (?:myös|lisää)", r"aiheeseen liittyv(?:ää|ät)(?: .{0,20})?", r"luetuimmat", r"tuoreimmat(?: uutiset)?",
    r"suosittel(?:emme|tua)",
    r"tengdar (?:fréttir|greinar)", r"mest lesið", r"nýjustu fréttir", r"fleiri fréttir", r"lestu (?:einnig|líka)",
    r"читайте также", r"по теме", r"похожие (?:статьи|материалы|новости|записи)", r"материалы по теме", r"другие новости",
    r"самое читаемое", r"последние новости",
    r"lesen sie auch", r"mehr zum thema", r"ähnliche (?:artikel|beiträge)",
    r"weitere (?:artikel|beiträge|themen|nachrichten)", r"das könnte (?:sie|dich) (?:auch )?interessieren",
    r"meistgelesen(?:e artikel)?", r"auch interessant",
    r"(?:à )?lire (?:aussi|également)", r"à lire", r"sur le même (?:sujet|thème)",
    r"articles? (?:liés?|similaires?|connexes?)", r"les plus lus", r"vous aimerez aussi", r"dans la même rubrique",
)  # fmt: skip

COMMENTS_HEADING = _whole(
    r"(?:leave|post|add|write) a (?:comment|reply)(?: .{0,40})?", r"\d* ?(?:comments?|replies|responses)(?: \(\d+\))?",
    r"join the (?:conversation|discussion)",
    r"your email address will not be published.{0,60}", r"(?:skriv|tilføj) en kommentar", r"\d* ?kommentarer(?: \(\d+\))?",
    r"(?:skriv|legg igjen|legg til) en kommentar",
    r"(?:lämna|skriv) en kommentar", r"kommentit(?: \(\d+\))?", r"(?:jätä|kirjoita) kommentti",
    r"(?:skildu eftir|skrifa) (?:athugasemd|ummæli)", r"(?:athugasemdir|ummæli)",
    r"(?:оставить|добавить|написать) комментарий", r"комментарии(?: \(\d+\))?",
    r"(?:kommentar schreiben|schreiben sie einen kommentar)", r"\d* ?kommentare?(?: \(\d+\))?",
    r"(?:laisser|ajouter|écrire) un commentaire", r"\d* ?commentaires?(?: \(\d+\))?",
)  # fmt: skip

SHARE = _whole(
    r"share(?: (?:this|on|via|with|the) .{0,30}| this| article| on (?:x|facebook|twitter))?",
    r"(?:print|tweet|save|copy link|e-?mail)(?: (?:this )?(?:article|story|page))?",
    (
        r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|bluesky|e-?mail)(?:[ ,|/·]+(?:facebook"
        r"|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|bluesky|e-?mail|print|share|tweet))+"
    ),
    r"del (?:artiklen|artikkelen|saken|på (?:facebook|x|twitter))", r"dela (?:artikeln|på (?:facebook|x|twitter))",
    r"jaa (?:artikkeli|facebookissa|juttu)",
    r"deila(?: (?:frétt|grein|á facebook))?", r"поделиться(?: .{0,30})?", r"(?:artikel|beitrag) teilen",
    r"teilen auf .{2,15}", r"partager(?: (?:l['’]article|sur .{2,15}|cet article))?",
)  # fmt: skip

AUTHOR_HEADING = _whole(
    r"about the authors?", r"about the writer", r"author bio", r"om (?:forfatteren|forfatterne|skribenten|författaren)",
    r"kirjoittajasta", r"um höfund(?:inn)?",
    r"об авторе", r"(?:über den autor|über die autorin|zur person)", r"(?:à propos|au sujet) de l['’]aut(?:eur|rice)",
)  # fmt: skip

# ------------------------------------------------------------------ footers and page furniture

FOOTER = re.compile(
    r"\ball rights reserved\b|^\W*(?:©|\(c\) |copyright\s*(?:©|\(c\)|\d{4}|by\b))"
    r"|^\W*the post .{3,200} (?:first appeared|appeared first) on\b"
    r"|^\W*this (?:article|story|post|content|material|copy) (?:is for your personal|may not be|(?:was )?(?:first"
    r"|originally) (?:published|appeared)|contains affiliate)"
    r"|may earn (?:a |an )?(?:\w+ )?commission|^\W*(?:have|got) a (?:news )?tip\b.{0,80}$"
    r"|^\W*(?:last )?(?:updated|modified)(?: on| at)?\b[^.]{0,40}\d{4}[^.]{0,20}$|^\W*\d+ min(?:ute)?s? read\W*$"
    r"|^\W*reading time.{0,20}$"
    r"|^\W*(?:advertisement|advert|annonce|annonse|annons|mainos|auglýsing|реклама|anzeige|werbung|publicité)\W*$"
    r"|^\W*(?:back to (?:top|news|blog)|skip to (?:main )?content|table of contents|tilbage til toppen|til toppen"
    r"|tillbaka till toppen|наверх|nach oben|retour en haut)\W*$"
    r"|contributed to this (?:report|story|article)\W*$"
    r"|\balle (?:rettigheder|rettigheter) (?:forbeholdes|forbeholdt|reservert)\b|\balla rättigheter förbehåll\w+"
    r"|\bkaikki oikeudet pidätetään\b|\böll réttindi áskilin\b"
    r"|\bвсе права защищены\b|\balle rechte vorbehalten\b|\btous droits réservés\b",
    re.IGNORECASE,
)

# ------------------------------------------------------------------ captions and bylines

# A picture agency, or a word for picture with a separator: the end of a caption or a line of its own.
CREDIT = re.compile(
    r"(?:\b(?:photo(?:graph)?|image|picture|foto|bild|billede|bilde|kuva|mynd|фото|ljósmynd"
    r"|crédit(?: photo)?)(?: (?:by|credit|courtesy))?\s*[:/©]"
    r"|\((?:photo|image|foto|bild|kuva|mynd|фото)[^)]{0,80}\)\W*$"
    r"|(?:getty images|\bafp|\breuters|\bap photo|\bepa(?:-efe)?|ritzau(?: scanpix)?|\bntb|\btt\b|lehtikuva"
    r"|\btass|\bdpa|shutterstock|file photo|arkivfoto|archivbild)[^.]{0,30}$)",
    re.IGNORECASE,
)
# What a picture shows: people or things doing something now, at a place, often with the date of the picture.
PICTURED = re.compile(
    r"\b(?:pictured|seen here|is seen|are seen|file (?:photo|picture)|(?:from )?left to right|on the left"
    r"|arkivbillede|arkivfoto|ses her|på billedet"
    r"|på bildet|på bilden|kuvassa|á myndinni|на фото|на снимке|im bild|auf dem bild|sur la photo"
    r"|(?:walks?|walking|poses?|shakes? hands|takes? part)\b.{0,120}\b(?:during|at|in|as|ahead of|on)"
    r"|(?:speaks?|attends?|arrives?)\b.{0,80}\bduring)\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^\W*(?:by|af|av|tekst|text|von|par|автор|kirjoittanut|eftir|teksti|written by|story by|reporting by)[ :]+"
    r"(?:[^\W\d_][\w.'’-]+[ ,]*(?:and|og|och|ja|und|et|и)?\s*){1,6}$",
    re.IGNORECASE,
)

# ------------------------------------------------------------------ sentences and names, for foreign headlines

SENTENCE_END = re.compile(r"[.!?…。！？][\"”’»')\]]*\s*$")
OPENING_QUOTE = re.compile(r"^\s*[‘’'\"“”«„]")
# Present-tense verbs of headlines, each with the past form that running text would use.
SPEECH = tuple(
    (re.compile(rf"\b(?:{now})\b", re.IGNORECASE), re.compile(rf"\b(?:{past})\b", re.IGNORECASE))
    for now, past in (
        (r"says?|tells?|warns?|claims?|vows?|urges?|insists?|admits?", r"said|told|warned|claimed|vowed|urged|insisted|admitted"),
        (r"siger|advarer|lover|afviser", r"sagde|advarede|lovede|afviste"),
        (r"sier|advarer|lover|avviser", r"sa|advarte|lovet|lovte|avviste"),
        (r"säger|varnar|lovar|avvisar", r"sade|sa|varnade|lovade|avvisade"),
        (r"sanoo|varoittaa|lupaa|torjuu", r"sanoi|varoitti|lupasi|torjui"),
        (r"segir|varar|lofar|hafnar", r"sagði|varaði|lofaði|hafnaði"),
        (r"говорит|заявляет|предупреждает|обещает", r"сказал\w*|говорил\w*|заявил\w*|предупредил\w*|обещал\w*"),
        (r"sagt|warnt|verspricht|lehnt", r"sagte|warnte|versprach|lehnte"),
        (r"dit|affirme|avertit|promet|prévient", r"a dit|disait|a affirmé|a déclaré|a averti|a promis|a prévenu"),
    )
)
HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Herr|Frau|Hr|Fru|M|Mme|г-н|г-жа|господин|госпожа)"

# ------------------------------------------------------------------ names of page parts (class, id, role)

# Only class names whose lines were noise on at least four pages of five; "cmp-" is left out: a common CMS uses it.
GROUPS = {
    "subscribe": re.compile(
        r"news-?letter|subscri|sign-?up|opt-?in|mailchimp|email-?(?:form|capture)|paywall|regwall"
        r"|call-to-action|donat",
        re.IGNORECASE,
    ),
    "consent": re.compile(r"cookie|consent|gdpr|onetrust|didomi", re.IGNORECASE),
    "comments": re.compile(r"comment|disqus|replies", re.IGNORECASE),
    "author": re.compile(r"author|byline|(?:\b|_)bio\b|contributor", re.IGNORECASE),
    "caption": re.compile(r"caption|figcap|photo-?desc|image-?desc", re.IGNORECASE),
    "related": re.compile(
        r"relat(?:ed|ives?)|recommend|read-?(?:more|next|also)|more-?(?:from|stories|articles|news|on)"
        r"|also-?(?:like|read)|trending|most-?(?:read|popular)|popular|teaser|promo|outbrain|taboola"
        r"|recirc|suggest|up-?next|similar",
        re.IGNORECASE,
    ),
    "share": re.compile(r"\bshar(?:e|ing)|social|follow-?us|addthis|sharedaddy", re.IGNORECASE),
    "side": re.compile(r"sidebar|widget|footer|\bnav|menu|popup|modal|banner|advert|sponsor", re.IGNORECASE),
    "meta": re.compile(
        r"\bmeta\b|(?:post|entry|article)-?meta|date|timestamp|breadcrumb|tags?\b|categor|toc\b"
        r"|table-of-contents|read(?:ing)?-?time",
        re.IGNORECASE,
    ),
}

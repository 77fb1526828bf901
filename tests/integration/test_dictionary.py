"""Word forms from the real dictionaries, and what happens when their processes or their files fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from worker.entities import dictionary
from worker.entities.dictionary import LANGUAGES, FormBook
from worker.tokens import fold

Forms = Mapping[str, Mapping[str, frozenset[str]]]

# Term, language, forms that texts show, words that only look alike. Written before any of them was looked up.
TERMS = """
patrol | en | patrols patrolled patrolling | petrol patron patter
pipeline | en | pipelines | pipe line pipette
brigade | en | brigades | brigand brigadier bridge
strait | en | straits | straight strain straiten
sanction | en | sanctions sanctioned sanctioning | sanctity sanctuary
vessel | en | vessels | vest vassal
reconnaissance | en | reconnaissances | reconnect renaissance
outage | en | outages | outrage outing
rørledning | no | rørledningen rørledninger rørledningene rørlednings | rør rørlegger ledning
fregatt | no | fregatten fregatter fregattene fregattens | fregne frekk
fiskerisone | no | fiskerisonen fiskerisoner | fiskeri fiskerist sone
grensestasjon | no | grensestasjonen grensestasjoner grensestasjonene | grense grensen stasjon
Kirkenes | no | | kirken kirkene kirkens
overvåkingsfly | no | overvåkingsflyet overvåkingsflyene | overvåking overvåke flyktning
forsvarsminister | da | forsvarsministeren forsvarsministre forsvarsministerens forsvarsministrene | forsvar ministerium
gasledning | da | gasledningen gasledninger gasledningerne gasledningens | gas ledning
havn | da | havnen havne havnene havns | have haven havde
inspektionsskib | da | inspektionsskibet inspektionsskibe inspektionsskibene | inspektion skib
korvett | sv | korvetten korvetter korvetterna korvettens | korv korven korvar
undervattenskabel | sv | undervattenskabeln undervattenskablar undervattenskablarna | undervatten undervattens kabeln
militärövning | sv | militärövningen militärövningar militärövningarna | militär övning militären
gränsbevakning | sv | gränsbevakningen gränsbevakningens | gräns bevakning gränsen
hamn | sv | hamnen hamnar hamnarna hamnens | hamna hamra hamstra
kaasuputki | fi | kaasuputken kaasuputkea kaasuputkessa kaasuputket kaasuputkien kaasuputkeen | kaasu kaasun putki putkinen
prikaati | fi | prikaatin prikaatia prikaatissa prikaatit prikaatien | piraatti priima
salmi | fi | salmen salmessa salmea salmet salmien | salmiakki salama salmonella
rajavartiosto | fi | rajavartioston rajavartiostoa rajavartiostossa rajavartiostoon | raja rajan vartio
pakote | fi | pakotteet pakotteita pakotteiden pakotteen | pako pakottaa pakottava
varuskunta | fi | varuskunnan varuskuntaan varuskunnassa varuskunnat | varus kunta varusmies
herskip | is | herskipi herskipið herskips herskipum herskipin | her skip herská
landhelgi | is | landhelgina landhelginnar | land landhelgur landi
varnarsamningur | is | varnarsamning varnarsamninginn varnarsamningi varnarsamnings varnarsamningnum | vörn samningur varnar
ratsjárstöð | is | ratsjárstöðin ratsjárstöðina ratsjárstöðvar ratsjárstöðinni | ratsjá stöð staða
фрегат | ru | фрегата фрегатом фрегаты фрегатов фрегату | фрагмент фрегатный Фредерик
пролив | ru | пролива проливе проливом проливы | проливной приливы прилив
санкция | ru | санкции санкций санкциями санкциям | санкционный санаторий
газопровод | ru | газопровода газопроводе газопроводы газопроводов | газ провод газета
бригада | ru | бригады бригаде бригаду бригадой бригад | бригадир брига
Североморск | ru | Североморска Североморске Североморску Североморском | северный мореход
гидрофон | ru | гидрофоны гидрофонов гидрофона | гидрант микрофоны
Rohrleitung | de | Rohrleitungen | Rohr Leitung Röhre
Fregatte | de | Fregatten | Frage Fregattvogel
Luftraum | de | Luftraums Lufträume | Luft Raum Luftröhre
Unterseekabel | de | Unterseekabels Unterseekabeln | Unterseite Kabel Unterseeboot
Stützpunkt | de | Stützpunkte Stützpunkten Stützpunkts Stützpunktes | stützen Stütze Punkt
Manöver | de | Manövern Manövers | Manie manövrieren
Drohnenangriff | de | Drohnenangriffe Drohnenangriffen Drohnenangriffs | Drohnen Drohne Angriff
frégate | fr | frégates | frégater régate
détroit | fr | détroits | détruit étroit
manœuvre | fr | manœuvres | manœuvrier œuvre
gazoduc | fr | gazoducs | gaz gazon
"""
# Words of two languages: which of them they are taken for.
SHARED = {"war": ("en", "de"), "base": ("en", "sv"), "islands": ("en", "da"), "fires": ("en", "da"), "ranges": ("en", "fr")}
# The Finnish one, with the interpreter and the terms: 73 MiB measured. A dictionary loaded as a whole takes 330 MiB more.
MOST_MEMORY_MIB = 150


def rows() -> list[tuple[str, str, list[str], list[str]]]:
    columns = [[column.strip() for column in line.split("|")] for line in TERMS.strip().splitlines()]
    return [(term, language, forms.split(), near.split()) for term, language, forms, near in columns]


@pytest.fixture(scope="module")
def real() -> Forms:
    book = FormBook(None)
    forms = book.forms_of([*(term for term, *_ in rows()), *SHARED])
    assert book.problems == ()
    return forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_of_the_field_cover_their_forms(real: Forms, language: str) -> None:
    mine = [row for row in rows() if row[1] == language]
    missed = [form for term, _, forms, _ in mine for form in forms if fold(form) not in real[language].get(term, ())]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_of_the_field_leave_look_alikes_alone(real: Forms, language: str) -> None:
    mine = [row for row in rows() if row[1] == language]
    caught = [word for term, _, _, near in mine for word in near if fold(word) in real[language].get(term, ())]
    assert caught in ([], ["hamna"])  # Swedish "hamna" (end up) is filed under "hamn" (harbour), as an old plural


@pytest.mark.parametrize("term", SHARED)
def test_a_word_of_another_language_brings_no_forms_of_this_one(real: Forms, term: str) -> None:
    right, wrong = SHARED[term]
    assert fold(term) in real[right][term]
    assert term not in real[wrong]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read where Linux shows it")
def test_the_largest_dictionary_stays_small() -> None:
    # VmHWM, not ru_maxrss: that one begins with the size of the process that started it.
    program = "import sys; from worker.entities.dictionary import main; main(['fi']);"
    program += "sys.stderr.write(open('/proc/self/status').read())"
    done = subprocess.run([sys.executable, "-c", program], input=b'["kaapeli"]', capture_output=True, check=True)
    assert "kaapelin" in json.loads(done.stdout)["kaapeli"][1]
    peak_kib = next(int(line.split()[1]) for line in done.stderr.decode().splitlines() if line.startswith("VmHWM"))
    assert peak_kib / 1024 < MOST_MEMORY_MIB


# ------------------------------------------------------------------ the process and the files, with a process of our own

# Knows every term that begins with "k", and writes down what it was asked.
CHILD = """
import json, sys
terms = json.load(sys.stdin)
with open(LOG, "a") as log:
    log.write(sys.argv[1] + " " + " ".join(terms) + "\\n")
json.dump({term: [3, [term, term + "en"]] for term in terms if term.startswith("k")}, sys.stdout)
"""
BROKEN = {
    "exit code": ("sys.exit(3)", "exit code 3"),
    "exception": ("raise MemoryError('no room')", "no room"),
    "no JSON": ("print('hello')", "answer that is none"),
    "other JSON": ("print('[1]')", "answer that is none"),
    "other forms": ("""print('{"kabel": [9, ["kabel"]]}')""", "answer that is none"),
    "hang": ("while True: pass", "more than 0.5 s"),
}


class Desk:
    """A form book with a process of our own, and what that was asked."""

    def __init__(self, folder: Path, program: str = CHILD) -> None:
        self.log = folder / "asked"
        self.script = folder / "child.py"
        self.script.write_text(program.replace("LOG", repr(str(self.log))))

    def book(self, cache: Path | None, *languages: str, timeout_s: float = 60) -> FormBook:
        return FormBook(cache, languages or ("no",), command=(sys.executable, str(self.script)), timeout_s=timeout_s)

    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


KABEL = {"kabel": frozenset({"kabel", "kabelen"})}


def test_without_the_package_nothing_is_asked(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simplemma", None)
    book = desk.book(tmp_path / "forms")
    assert (book.forms_of(["kabel"]), book.problems, desk.asked()) == ({}, (), [])
    assert not (tmp_path / "forms").exists()


def test_every_language_is_asked_for_its_own_terms_alone(desk: Desk, tmp_path: Path) -> None:
    said: list[str] = []
    found = desk.book(tmp_path / "forms", "no", "ru").forms_of(["kabel", "2026", "кабель", "sea-bed"], said.append)
    assert found == {"no": KABEL}
    assert desk.asked() == ["no kabel", "ru кабель"]
    assert [line.split(",")[0] for line in said] == ["word forms: no", "word forms: ru"]


def test_what_was_answered_before_is_kept_and_nobody_is_asked_for_it(desk: Desk, tmp_path: Path) -> None:
    desk.book(tmp_path / "forms").forms_of(["kabel", "sjø"])
    asked, book = desk.asked(), desk.book(tmp_path / "forms")
    assert book.kept(["kabel", "sjø", "hav"]) == {"no": KABEL}
    assert book.missing(["kabel", "sjø", "hav", "2026"]) == {"hav"}
    assert desk.asked() == asked


def test_a_question_in_hand_can_be_ended(desk: Desk, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    desk.script.write_text(f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)")
    book = desk.book(tmp_path / "forms", "no", "da")
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(book.forms_of, ["kabel"])
        while not begun.exists():
            pass
        book.stop()
        assert answer.result() == {}
    assert book.missing(["kabel"]) == {"kabel"}
    begun.unlink()
    assert book.forms_of(["kabel"]) == {}
    assert not begun.exists()


def test_no_terms_start_no_process(desk: Desk, tmp_path: Path) -> None:
    assert desk.book(tmp_path / "forms").forms_of([]) == {}
    assert desk.asked() == []


@pytest.mark.parametrize("cached", [pytest.param(True, id="in files"), pytest.param(False, id="in memory")])
def test_known_and_unknown_terms_are_asked_once(desk: Desk, tmp_path: Path, cached: bool) -> None:
    book = first = desk.book(tmp_path / "forms" if cached else None)
    assert first.forms_of(["kabel", "sjø"]) == {"no": KABEL}
    if cached:
        book = desk.book(tmp_path / "forms")
    assert book.forms_of(["kabel", "sjø"]) == {"no": KABEL}
    assert book.forms_of(["kabel", "sjø", "hav"]) == {"no": KABEL}
    assert desk.asked() == ["no kabel sjø", "no hav"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param("\x00\xff", id="no text"),
        pytest.param("[]", id="a list"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"made_by": "THIS"}', id="no terms"),
        pytest.param('{"made_by": "simplemma 0.9, forms 0", "terms": {"kabel": [3, ["old"]]}}', id="another version"),
        pytest.param('{"made_by": "THIS", "terms": ["kabel"]}', id="terms are a list"),
        pytest.param('{"made_by": "THIS", "terms": {"kabel": [7, ["old"]]}}', id="found in no known way"),
        pytest.param('{"made_by": "THIS", "terms": {"kabel": "old"}}', id="forms are a word"),
    ],
)
def test_a_broken_or_old_file_is_made_anew(desk: Desk, tmp_path: Path, content: str) -> None:
    desk.book(tmp_path).forms_of(["hav"])
    path = tmp_path / "forms-no.json"
    path.write_text(content.replace("THIS", json.loads(path.read_text())["made_by"]), encoding="latin-1")
    book = desk.book(tmp_path)
    assert (book.forms_of(["kabel"]), book.problems) == ({"no": KABEL}, ())
    assert json.loads(path.read_text())["terms"].keys() == {"kabel"}


def test_a_folder_that_cannot_be_written_costs_only_the_cache(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    book = desk.book(tmp_path / "file", "no", "da")
    assert book.forms_of(["kabel"]) == {"no": KABEL, "da": KABEL}
    (problem,) = book.problems
    assert "cannot write" in problem
    assert str(tmp_path / "file") in problem
    assert book.forms_of(["kabel"]) == {"no": KABEL, "da": KABEL}
    assert (book.problems, len(desk.asked())) == ((), 2)


@pytest.mark.parametrize("name", BROKEN)
def test_a_language_that_fails_has_no_forms_this_time(desk: Desk, tmp_path: Path, name: str) -> None:
    program, why = BROKEN[name]
    desk.script.write_text(f"import sys\nif sys.argv[1] == 'fi':\n    {program}\n    sys.exit()\n{desk.script.read_text()}")
    book = desk.book(tmp_path / "forms", "no", "fi", "da", timeout_s=60 if name != "hang" else 0.5)
    if name == "hang":
        desk.book(tmp_path / "forms", "no", "da").forms_of(["kabel"])  # a slow machine may need longer than that to start
    assert book.forms_of(["kabel"]) == {"no": KABEL, "da": KABEL}
    (problem,) = book.problems
    assert "no word forms for fi" in problem
    assert why in problem
    mended = Desk(tmp_path).book(tmp_path / "forms", "no", "fi", "da")
    assert (mended.forms_of(["kabel"]).keys(), mended.problems) == ({"no", "fi", "da"}, ())


def test_a_process_that_cannot_start_is_a_problem(tmp_path: Path) -> None:
    book = FormBook(tmp_path, ("no",), command=(str(tmp_path / "missing"),))
    assert book.forms_of(["kabel"]) == {}
    assert "cannot be started" in book.problems[0]


def test_two_at_once_leave_whole_files(desk: Desk, tmp_path: Path) -> None:
    terms = [f"k{letter}bel" for letter in "abcdefgh"]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda term: desk.book(tmp_path / "forms").forms_of([term]), terms))
    assert [set(forms["no"]) for forms in found] == [{term} for term in terms]
    assert os.listdir(tmp_path / "forms") == ["forms-no.json"]
    assert json.loads((tmp_path / "forms" / "forms-no.json").read_text())["terms"].keys() <= set(terms)


def test_what_another_process_wrote_is_kept(desk: Desk, tmp_path: Path) -> None:
    one, other = desk.book(tmp_path), desk.book(tmp_path)
    one.forms_of(["kabel"])
    other.forms_of(["kyst"])
    one.forms_of(["kutter"])
    assert json.loads((tmp_path / "forms-no.json").read_text())["terms"].keys() == {"kabel", "kyst", "kutter"}


def test_a_full_file_forgets_what_is_not_asked_now(desk: Desk, tmp_path: Path) -> None:
    desk.book(tmp_path).forms_of(["kabel", "hav"])
    path = tmp_path / "forms-no.json"
    full = json.loads(path.read_text())
    full["terms"] |= {f"x{number}": None for number in range(dictionary.MOST_KEPT)}
    path.write_text(json.dumps(full))
    desk.book(tmp_path).forms_of(["kabel", "kyst"])
    assert json.loads(path.read_text())["terms"].keys() == {"kabel", "kyst"}


def test_the_process_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    book = FormBook(None, ("is",))
    assert book.forms_of(["kafbátur"])["is"]["kafbátur"] > {"kafbatur", "kafbats"}
    assert book.problems == ()

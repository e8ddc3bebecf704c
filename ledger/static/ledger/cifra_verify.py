#!/usr/bin/env python3
"""Check figures of a Cifra log without trusting its server. One file, standard library only.

    cifra_verify.py proof BUNDLE.json --key VKEY
        A bundle (/v1/observations/{id}/proof): the entry is under the signed checkpoint. The bundle
        also tells the newest entry about the same object; that it is the newest no bundle can
        prove, and what it says of it is printed as its word.
    cifra_verify.py audit https://example.org/ledger --key VKEY      (or a folder of export_log)
        Every entry of the log: hashes, order, root, signature, hash tiles, withheld entries.
        --about ID lists every entry about an object, so that its newest one is proved.
    cifra_verify.py compare OLD NEW URL-OR-FOLDER --key VKEY
        Two saved checkpoints: the newer one extends the older one.

--key is the log's key, got from somewhere else than the server being checked; without it the key
told there is used, and that is said. Every verified checkpoint is remembered (--memory FILE, by
default ~/.cifra_verify.json); a later one that contradicts it is an alarm, exit code 2.
Exit codes: 0 verified, 1 not verified, 2 two signed histories that contradict each other.

Formats: RFC 6962 section 2.1; C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof.
Python 3.9 or later. You may keep, change and pass on this file as you like.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import unicodedata
import urllib.error
import urllib.request

MAX_ANSWER = 256 * 65_537 + 1
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
NOT_PROVED = """Not proved by this:
- that the figure is true, or that the document says it: compare its words with the document
- that nothing newer was said after this checkpoint: fetch a newer one later
- when it was said: `at` is the log's own word, unless a witness you trust cosigned
- that a web page shows what the log says"""

NEWEST = """NOT PROVED: that entry %d is the newest one about it under version %d
  It is what the bundle says; one that leaves out newer entries, such as a retraction, looks the
  same. What proves it, by reading the whole log:  audit URL --about %s"""


class Failure(Exception):
    """Something that doesn't verify; the message says what."""


class Contradiction(Failure):
    """Two checkpoints of one log, both signed, that can't both be true."""


def shown(text, keep=""):
    """A text that others wrote, as it may be printed in a line: what isn't seen is escaped."""
    return "".join(
        char
        if char in keep or unicodedata.category(char) not in UNSEEN
        # The bytes that a terminal obeys, marks of direction, and what would end a line.
        else char.encode("unicode_escape").decode()
        for char in str(text)
    )


def say(text, file=None):
    """Print lines; what others wrote in them went through shown(), unless it may be lines."""
    file = file or sys.stdout
    encoding = getattr(file, "encoding", None) or "utf-8"
    text = shown(text, "\n")
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=file)


# ---- Merkle tree (RFC 6962)


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_inclusion(leaf, index, size, proof, root):
    """Raise Failure unless the leaf is at `index` under the root of `size` leaves."""
    if not 0 <= index < size or any(len(h) != 32 for h in [leaf, root, *proof]):
        raise Failure("a malformed inclusion proof")
    first, second, result = index, size - 1, leaf
    for sibling in proof:
        if second == 0:
            raise Failure("an inclusion proof that is too long")
        if first & 1 or first == second:
            result = node_hash(sibling, result)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            result = node_hash(result, sibling)
        first, second = first >> 1, second >> 1
    if second or result != root:
        raise Failure("the entry is not under the root of the checkpoint")


def check_consistency(old, new, proof, old_root, new_root):
    """Raise Failure unless the tree of `new` leaves extends the tree of `old` leaves."""
    if not 0 <= old <= new or any(len(h) != 32 for h in [old_root, new_root, *proof]):
        raise Failure("a malformed consistency proof")
    if old in (0, new):
        if proof or (old == new and old_root != new_root):
            raise Failure("different roots of one size" if old == new else "a proof from nothing")
        return
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not proof:
        raise Failure("an empty consistency proof")
    first, second = old - 1, new - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    a = b = path[0]
    for sibling in path[1:]:
        if second == 0:
            raise Failure("a consistency proof that is too long")
        if first & 1 or first == second:
            a, b = node_hash(sibling, a), node_hash(sibling, b)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            b = node_hash(b, sibling)
        first, second = first >> 1, second >> 1
    if second or a != old_root or b != new_root:
        raise Failure("the newer checkpoint does not extend the older one")


class Tree:
    """The root of a growing list of leaf hashes, in O(log n) memory, at sizes asked for."""

    def __init__(self):
        self.size = 0
        self.peaks = []  # roots of complete subtrees, largest first, as (leaves, hash)

    def add(self, hashes):
        """Append at most 256 leaf hashes; whole tiles are folded at once."""
        if len(hashes) == 256 and self.size % 256 == 0:
            self._push(256, _complete(hashes))
        else:
            for item in hashes:
                self._push(1, item)

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        result = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            result = node_hash(peak, result)
        return result

    def with_more(self, hashes):
        """Another tree: this one and some more leaves."""
        other = Tree()
        other.size, other.peaks = self.size, list(self.peaks)
        for item in hashes:
            other._push(1, item)
        return other

    def _push(self, leaves, item):
        self.size += leaves
        while self.peaks and self.peaks[-1][0] == leaves:
            item = node_hash(self.peaks.pop()[1], item)
            leaves *= 2
        self.peaks.append((leaves, item))


def _complete(hashes):
    sha256, data = hashlib.sha256, b"".join(hashes)
    while len(data) > 32:
        data = b"".join(
            [sha256(b"\x01" + data[at : at + 64]).digest() for at in range(0, len(data), 64)]
        )
    return data


# ---- Ed25519 verification (RFC 8032), without constant time: there is no secret here

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point = _add(point, point)
        number >>= 1
    return result


def _point(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verifies(public, message, signature):
    """Does `signature` (64 bytes) of `message` verify under `public` (32 bytes)?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= L:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(hashed, "little") % L
    left, right = _multiply(scalar, BASE), _add(commitment, _multiply(challenge, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- Notes, checkpoints, proof files (C2SP)


def unbase64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Failure("%s is not Base64" % what)
    if base64.b64encode(data).decode() != text:
        raise Failure("%s is not Base64 as it is written" % what)
    return data


def decimal(text, what):
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text):
        raise Failure("%s is not a number" % what)
    return int(text)


class Key:
    """A vkey: a name and an Ed25519 public key, of a log (01) or a witness (04)."""

    def __init__(self, vkey):
        name, _, rest = vkey.strip().partition("+")
        hint, _, encoded = rest.partition("+")
        data = unbase64(encoded, "a key")
        if not name or len(data) != 33 or data[0] not in (1, 4):
            raise Failure("%r is not a key that this program can use" % vkey[:80])
        self.name, self.kind, self.public = name, data[0], data[1:]
        self.id = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        if self.id.hex() != hint:
            raise Failure("the id of the key %r doesn't fit it" % vkey[:80])

    def verifies(self, text, signature):
        message = text.encode()
        if self.kind == 4:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = b"cosignature/v1\ntime %d\n" % seconds + message
        return ed25519_verifies(self.public, message, signature)


class Checkpoint:
    """A verified checkpoint: its log signed it, and every known witness line is good."""

    def __init__(self, note, keys):
        text, blank, lines = note.rpartition("\n\n")
        if not blank or not lines.endswith("\n") or len(note) > 1_000_000:
            raise Failure("a malformed checkpoint")
        self.note, self.text = note, text + "\n"
        told = self.text.split("\n")
        if len(told) < 4:
            raise Failure("a malformed checkpoint")
        self.origin, self.size = told[0], decimal(told[1], "the size of a checkpoint")
        self.root = unbase64(told[2], "the root of a checkpoint")
        if len(self.root) != 32:
            raise Failure("a root that is not 32 bytes long")
        signed = self._signers(lines, keys)
        self.signed_by = [key.name for key in signed if key.kind == 1]
        self.witnessed_by = [key.name for key in signed if key.kind == 4]
        if self.origin not in self.signed_by:
            raise Failure("the checkpoint of %s is not signed by its key" % self.origin)

    def _signers(self, lines, keys):
        known, signed = {(key.name, key.id): key for key in keys}, []
        for line in lines.split("\n")[:100]:
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014":
                continue
            data = unbase64(parts[2], "a signature")
            key = known.get((parts[1], data[:4]))
            if key is not None and key not in signed:
                if not key.verifies(self.text, data[4:]):
                    raise Failure("the signature of %s doesn't verify" % key.name)
                signed.append(key)
        return signed


def check_proof(entry, proof, keys):
    """The checkpoint and index of a tlog-proof, after checking that `entry` is there."""
    head, _, note = proof.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Failure("not a tlog-proof")
    lines = lines[2:] if lines[1:2] and lines[1].startswith("extra ") else lines[1:]
    if not lines or not lines[0].startswith("index "):
        raise Failure("a proof without its index")
    index = decimal(lines[0][6:], "the index of a proof")
    if len(lines) > 64:
        raise Failure("a proof of %d hashes" % (len(lines) - 1))
    hashes = [unbase64(line, "a hash of a proof") for line in lines[1:]]
    checkpoint = Checkpoint(note, keys)
    check_inclusion(leaf_hash(entry), index, checkpoint.size, hashes, checkpoint.root)
    return checkpoint, index


# ---- What was verified before


class Memory:
    """The newest checkpoint verified of each log, in a JSON file."""

    def __init__(self, path):
        self.path = path
        try:
            with open(path, encoding="utf-8") as file:
                self.notes = json.load(file)
        except FileNotFoundError:
            self.notes = {}
        except ValueError:
            raise Failure("%s can't be read; move it away to start anew" % path)

    def last(self, origin, keys):
        note = self.notes.get(origin)
        return Checkpoint(note, keys) if note else None

    def keep(self, checkpoint):
        self.notes[checkpoint.origin] = checkpoint.note
        temporary = "%s.%d" % (self.path, os.getpid())
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(self.notes, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self.path)


def contradiction(old, new, why):
    return Contradiction(
        "ALARM: %s signed two histories (%s).\nKeep both, they are the evidence:\n\n%s\n%s"
        % (new.origin, why, old.note, new.note)
    )


# ---- Where a log is read from


class Place:
    """A log at a URL, or in a folder that export_log wrote."""

    def __init__(self, where):
        self.where = where.rstrip("/")
        self.web = self.where.startswith(("http://", "https://"))

    def get(self, path):
        """The bytes at `path`; None if there is nothing, or if it is withheld."""
        if not self.web:
            try:
                with open(os.path.join(self.where, *path.split("/")), "rb") as file:
                    return file.read()
            except FileNotFoundError:
                return None
            except OSError as error:
                raise Failure(str(error))
        try:
            with urllib.request.urlopen("%s/%s" % (self.where, path), timeout=60) as answer:
                data = answer.read(MAX_ANSWER)
        except urllib.error.HTTPError as error:
            if error.code in (404, 451):
                return None
            raise Failure("%s/%s: %s" % (self.where, path, error))
        except OSError as error:
            raise Failure("%s/%s: %s" % (self.where, path, error))
        return data

    def text(self, path):
        data = self.get(path)
        if data is None:
            raise Failure("%s has no %s" % (self.where, path))
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise Failure("%s of %s is not text" % (path, self.where))

    def bundle(self, number, width):
        """The entries [256 * number, ... + width) as (bytes or None, leaf hash)."""
        data, there = self._widest("tile/entries/" + tile_number(number), width)
        if data is None:
            return self._with_hashes(number, width)
        return [(entry, leaf_hash(entry)) for entry in split_bundle(data, there)[:width]]

    def check_tile(self, level, number, hashes):
        """Raise Failure unless the hash tile there holds these hashes, and nothing else."""
        path = "tile/%d/%s" % (level, tile_number(number))
        width = len(hashes) // 32
        data, there = self._widest(path, width)
        if data is None:
            raise Failure("%s has no %s of width %d" % (self.where, path, width))
        if len(data) != there * 32 or data[: len(hashes)] != hashes:
            raise Failure("%s doesn't hold the hashes of the entries" % path)

    def _widest(self, path, width):
        """(bytes, width) of a partial tile, or of the whole one that it has become."""
        data = None if width == 256 else self.get("%s.p/%d" % (path, width))
        return (self.get(path), 256) if data is None else (data, width)

    def _with_hashes(self, number, width):
        suffix = "" if self.web else ".json"
        try:
            told = json.loads(self.text("with-hashes/%d%s" % (number, suffix)))["entries"][:width]
            entries = [
                (None, base64.b64decode(each["withheld"]))
                if "withheld" in each
                else (base64.b64decode(each["bytes"]), None)
                for each in told
            ]
        except (ValueError, KeyError, TypeError):
            raise Failure("entries from %d on are malformed" % (number * 256))
        if len(entries) != width:
            raise Failure("entries from %d on are incomplete" % (number * 256))
        return [(data, leaf_hash(data) if item is None else item) for data, item in entries]


def tile_number(number):
    groups = ["%03d" % (number % 1000)]
    while number >= 1000:
        number //= 1000
        groups.insert(0, "x%03d" % (number % 1000))
    return "/".join(groups)


def split_bundle(data, width):
    """The `width` entries of a bundle, and not a byte more."""
    entries, at = [], 0
    for _ in range(width):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data) or start > len(data):
            raise Failure("an entry bundle that ends too early")
        entries.append(data[start:at])
    if at != len(data):
        raise Failure("an entry bundle with %d bytes after its last entry" % (len(data) - at))
    return entries


class Tiles:
    """Every hash tile of a log, compared with the leaf hashes as they come."""

    def __init__(self, place):
        self.place = place
        self.fault = None  # the first one; two signed histories are worse and are looked for first
        self.open = []  # for each level (number, hashes) of the tile that isn't full yet

    def add(self, hashes):
        """Append at most 256 leaf hashes, none of them beyond the end of a tile."""
        fresh, level = b"".join(hashes), 0
        while fresh:
            if level == len(self.open):
                self.open.append((0, b""))
            number, held = self.open[level]
            held, fresh = held + fresh, b""
            if len(held) == 256 * 32:
                self._check(level, number, held)
                fresh = _complete([held])
                number, held = number + 1, b""
            self.open[level] = number, held
            level += 1

    def finish(self):
        """Compare the tiles that aren't full; raise Failure if any tile was wrong."""
        for level, (number, held) in enumerate(self.open):
            if held:
                self._check(level, number, held)
        if self.fault:
            raise self.fault

    def _check(self, level, number, hashes):
        if self.fault is None:
            try:
                self.place.check_tile(level, number, hashes)
            except Failure as error:
                self.fault = error


# ---- The three modes


def keys_of(options, told):
    """The keys to trust: those given, else those told by what is being checked."""
    if options.key:
        return [Key(text) for text in options.key]
    say("No --key given: trusting the key told there. Compare it with another source:")
    for text in told:
        say("  " + shown(text))
    return [Key(text) for text in told]


def proof(options):
    with open(options.bundle, encoding="utf-8") as file:
        bundle = json.load(file)
    keys = keys_of(options, [str(key) for key in bundle["keys"]])
    memory = Memory(options.memory)
    parts = [bundle["newest"], *bundle["between"], bundle["entry"]]
    bodies, checkpoint = [], None
    for part in parts:
        data = part["bytes"].encode()
        checkpoint, index = check_proof(data, part["proof"], keys)
        body = json.loads(data)
        if type(bundle["version"]) is not int or checkpoint.size != bundle["version"]:
            raise Failure("the proofs of the bundle are of another version than it tells")
        if checkpoint.note != bundle["checkpoint"]:
            raise Failure("the proofs of the bundle are of another version than it tells")
        if body["index"] != index or body["object"] != bundle["object"]:
            raise Failure("entry %d is not about %s" % (index, bundle["object"]))
        bodies.append(body)
    for newer, older in zip(bodies, bodies[1:]):
        if newer["index"] != older["index"] and newer["prev"] != older["index"]:
            raise Failure("the entries about %s don't follow each other" % bundle["object"])
    last = memory.last(checkpoint.origin, keys)
    if last and last.size == checkpoint.size and last.root != checkpoint.root:
        raise contradiction(last, checkpoint, "two roots of size %d" % last.size)
    told = "compare it with the one of size %d verified before" % last.size if last else ""
    if last is None:
        memory.keep(checkpoint)
    entry, newest = bodies[-1], bodies[0]
    lines = ["VERIFIED: entry %d of %s" % (entry["index"], shown(checkpoint.origin))]
    lines.append(_described(entry, checkpoint))
    if newest["index"] != entry["index"]:
        lines.append("NOTE: a newer entry about the same object is %d:" % newest["index"])
        lines.append(_described(newest, checkpoint))
    lines.append(NEWEST % (newest["index"], checkpoint.size, shown(bundle["object"])))
    if last and last.size != checkpoint.size:
        lines.append("This checkpoint was not compared with older ones: run `compare`, " + told)
    say("\n".join(lines))
    _closing(checkpoint)


def _described(body, checkpoint):
    where = (shown(body["type"]), shown(body["at"]), checkpoint.size)
    content = json.dumps(body["content"], ensure_ascii=False, indent=2, sort_keys=True)
    return "  type %s, at %s, under version %d\n%s" % (*where, content)


def audit(options):
    place = Place(options.where)
    keys = keys_of(options, place.text("keys").split("\n")[:-1] if not options.key else [])
    checkpoint = Checkpoint(place.text("checkpoint"), keys)
    memory = Memory(options.memory)
    last = memory.last(checkpoint.origin, keys)
    if last and last.size > checkpoint.size:
        raise Failure(
            "the log has %d entries, it had %d when it was last verified: an old copy?"
            % (checkpoint.size, last.size)
        )
    tree, tiles, withheld, redacted, about = Tree(), Tiles(place), set(), set(), []
    size = checkpoint.size
    for number in range(-(-size // 256)):
        width = min(256, size - number * 256)
        entries = place.bundle(number, width)
        _read_entries(entries, number * 256, withheld, redacted)
        hashes = [item for _, item in entries]
        if last and tree.size <= last.size < tree.size + width:
            _compare(last, tree.with_more(hashes[: last.size - tree.size]), checkpoint)
        tree.add(hashes)
        tiles.add(hashes)
        about += _about(options.about, entries, number * 256)
    if tree.root() != checkpoint.root:
        raise Failure("the entries don't have the root of the checkpoint")
    if last and last.size == size:
        _compare(last, tree, checkpoint)
    tiles.finish()
    if withheld - redacted:
        raise Failure(
            "entries %s are withheld without a redact entry" % sorted(withheld - redacted)
        )
    memory.keep(checkpoint)
    say("VERIFIED: all %d entries of %s" % (size, shown(checkpoint.origin)))
    if withheld:
        say("  %d of them are withheld by law: %s" % (len(withheld), sorted(withheld)[:20]))
    say("  extends the checkpoint of size %d verified before" % last.size if last else "  first")
    if options.about:
        _list(options.about, about, len(withheld))
    _closing(checkpoint)


def _about(wanted, entries, first):
    """(index, body) of the entries about an object; none if no object is wanted."""
    for index, (data, _) in enumerate(entries, first):
        # Parsed are only those that may be about it: all entries would take minutes.
        if wanted and data is not None and json.dumps(wanted, ensure_ascii=False).encode() in data:
            body = json.loads(data)
            if body["object"] == wanted:
                yield index, body


def _list(wanted, about, withheld):
    say("  about %s: %d entries" % (shown(wanted), len(about)))
    for index, body in about:
        say("  %d  %s  %s" % (index, shown(body["at"]), shown(body["type"])))
    if about:
        say("  the newest is %d: nothing newer about it is under this checkpoint" % about[-1][0])
        say(json.dumps(about[-1][1]["content"], ensure_ascii=False, indent=2, sort_keys=True))
    if withheld:
        say("  unless one of the withheld entries is about it")


def _read_entries(entries, first, withheld, redacted):
    """Every entry tells its own index. Entries aren't parsed but for the few `redact` ones: in
    the canonical form nothing but `object`, `prev` and `type` follows the index."""
    for index, (data, _) in enumerate(entries, first):
        if data is None:
            withheld.add(index)
            continue
        at = data.rfind(b',"index":')
        if not data.startswith(b"%d," % index, at + 9) or at < 0:
            raise Failure("entry %d doesn't tell its own index" % index)
        if data.endswith(b'"type":"redact/1"}'):
            redacted.add(json.loads(data)["content"]["index"])


def _compare(last, tree, checkpoint):
    if tree.root() != last.root:
        raise contradiction(last, checkpoint, "another root of size %d" % last.size)


def compare(options):
    place = Place(options.where)
    keys = keys_of(options, place.text("keys").split("\n")[:-1] if not options.key else [])
    notes = []
    for path in (options.old, options.new):
        with open(path, encoding="utf-8", newline="") as file:
            notes.append(Checkpoint(file.read(), keys))
    old, new = sorted(notes, key=lambda each: each.size)
    if old.origin != new.origin:
        raise Failure("checkpoints of two logs, %s and %s" % (old.origin, new.origin))
    if old.size == new.size and old.root != new.root:
        raise contradiction(old, new, "two roots of size %d" % old.size)
    hashes = _consistency(place, old, new)
    try:
        check_consistency(old.size, new.size, hashes, old.root, new.root)
    except Failure as error:
        # The server could have lied in its proof only; but then let it show a better one.
        raise contradiction(old, new, str(error)) from None
    say("VERIFIED: size %d of %s extends size %d" % (new.size, shown(new.origin), old.size))
    _closing(new)


def _consistency(place, old, new):
    """The consistency proof: asked for, or made from the entries of a folder."""
    if place.web:
        path = "consistency?from=%d&to=%d" % (old.size, new.size)
        return [unbase64(line, "a hash") for line in place.text(path).split("\n")[:-1]]
    hashes = []
    for number in range(-(-new.size // 256)):
        width = min(256, new.size - number * 256)
        hashes += [item for _, item in place.bundle(number, width)]
    return _prove(old.size, 0, new.size, hashes) if old.size else []


def _prove(old, start, end, hashes):
    """PROOF(old, D[new]) of RFC 6962, from leaf hashes."""
    if old == end:
        return [_root(hashes[start:end])] if start else []
    middle = start + (1 << ((end - start - 1).bit_length() - 1))
    if old <= middle:
        return _prove(old, start, middle, hashes) + [_root(hashes[middle:end])]
    return _prove(old, middle, end, hashes) + [_root(hashes[start:middle])]


def _root(hashes):
    return Tree().with_more(hashes).root()


def _closing(checkpoint):
    say("  signed by %s" % shown(", ".join(checkpoint.signed_by)))
    say("  witnessed by %s" % shown(", ".join(checkpoint.witnessed_by) or "nobody you named"))
    say(NOT_PROVED)


def main(arguments=None):
    memory = os.path.join(os.path.expanduser("~"), ".cifra_verify.json")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--memory", default=memory, help="file of checkpoints verified before")
    common.add_argument(
        "--key", action="append", help="vkey of the log or of a witness; may be repeated"
    )
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    modes = parser.add_subparsers(dest="mode", required=True)
    modes.add_parser("proof", parents=[common]).add_argument("bundle")
    auditing = modes.add_parser("audit", parents=[common])
    auditing.add_argument("where")
    auditing.add_argument("--about", metavar="ID", help="list the entries about this object")
    comparing = modes.add_parser("compare", parents=[common])
    for name in ("old", "new", "where"):
        comparing.add_argument(name)
    options = parser.parse_args(arguments)
    try:
        {"proof": proof, "audit": audit, "compare": compare}[options.mode](options)
    except Contradiction as error:
        say(error, sys.stderr)
        return 2
    except Failure as error:
        say("NOT VERIFIED: %s" % shown(error), sys.stderr)
        return 1
    except (
        OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
        OverflowError, MemoryError,
    ) as error:  # fmt: skip
        say("NOT VERIFIED: malformed or unreadable: %s" % shown(repr(error)), sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

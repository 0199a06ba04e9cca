"""The REFI-QDA codebook (.qdc), which NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and others read and write.

The format knows names, colours, nesting and one description for each code. Everything else stands in the
description in words, and our own fields in its last line; a set with the codebook's name holds its head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from uuid import UUID, uuid5

from coder.codebooks.exchange.content import Entry, assembled, check_size, new_codebook
from coder.codebooks.exchange.description import LISTS, TEXTS, Description, composed, marked, parsed, plain
from coder.codebooks.exchange.xml_tree import Node, attribute, escaped, read_xml
from coder.codebooks.file import CodebookFile
from coder.codebooks.problems import failure, quoted
from coder.domain.codebook import Code, Codebook, CodeKind, CodeLink, CodeStatus, CodeTree, LinkType
from coder.domain.colour import code_colours, is_colour
from coder.domain.content import Release
from coder.domain.ids import new_code_id
from coder.errors import CodebookFileError

DEEPEST = 100
NAMESPACE = "urn:QDA-XML:codebook:1.0"

_GUIDS = UUID("8b0f7f0e-52c4-5d0b-9b57-3c9a2f1d6e44")
_KIND_NAMES = {
    CodeKind.DOMAIN: "domain",
    CodeKind.THEME: "theme",
    CodeKind.OUTCOME: "outcome",
    CodeKind.DIMENSION: "output dimension",
}
_LINK_LABELS = {
    LinkType.BELONGS_TO_DOMAIN: "Belongs to domain",
    LinkType.COMES_FROM_DIMENSION: "Comes from dimension",
}
_OWN_KINDS = {kind.value for kind in CodeKind}
_OWN_STATUS = {status.value for status in CodeStatus}


def guid(codebook_id: str, code_id: str = "") -> str:
    """Return the GUID of a code, or of the codebook itself: the same in every export."""
    return str(uuid5(_GUIDS, f"{codebook_id}\n{code_id}"))


def write_qdc(file: CodebookFile) -> bytes:
    """Return the codebook as REFI-QDA XML: the same bytes for the same content.

    Codes without a colour of their own get the one they are shown in. Raises `CodebookFileError` for a codebook
    without codes, which the format does not allow, and for codes nested more than 100 deep.
    """
    name = quoted(file.codebook.name)
    if not file.codes:
        raise CodebookFileError(f"{name} has no codes yet; a REFI-QDA codebook needs at least one.")
    tree = CodeTree(file.codes, file.links)
    shown = [code.id for code in tree]
    if len(shown) < len(file.codes):
        raise CodebookFileError(f"{name} cannot be written: some of its codes are above one another in a circle.")
    colours = {code_id: colour.light for code_id, colour in code_colours(tree).items()}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<CodeBook xmlns="{NAMESPACE}" origin="Coder">', "  <Codes>"]
    _write_codes(tree, colours, lines, name)
    lines += ["  </Codes>", "  <Sets>", *_set_of_all(file, shown), "  </Sets>", "</CodeBook>"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def read_qdc(data: bytes, name: str, *, base: CodebookFile | None = None) -> CodebookFile:
    """Return the codebook in a REFI-QDA file; `name` is what messages call the file.

    A file that we wrote gives back all that was written. In files of other programs every code gets an id made
    from its name, and its description becomes its definition. If codes were changed elsewhere and lost our line,
    `base`, the codebook that was exported, gives back what belongs to the same GUID. Raises `CodebookFileError`.
    """
    check_size(data, name)
    root = read_xml(data, name)
    book = root if root.tag == "codebook" else root.child("codebook")
    if book is None:
        raise CodebookFileError(f"“{name}” is not a REFI-QDA codebook: it has no element “CodeBook”.")
    codes = book.child("codes")
    head = _head(book, name, base)
    reader = _Reader(base)
    for node in codes.children if codes is not None else ():
        reader.read(node)
    if not reader.entries:
        raise CodebookFileError(f"“{name}” is a REFI-QDA codebook without codes, so there is nothing to read.")
    entries = reader.tied()
    return assembled(
        head.file,
        entries,
        lambda problems: failure(name, problems, {"codes": entries}, {}),
        order=head.order if sorted(head.order) == sorted(str(entry["id"]) for entry in entries) else None,
    )


def _write_codes(tree: CodeTree, colours: Mapping[str, str], lines: list[str], name: str) -> None:
    """Add the codes' elements; a list of what is still open stands in for recursion."""
    stack: list[tuple[Code | None, int]] = [(code, 1) for code in reversed(tree.children(None))]
    while stack:
        code, depth = stack.pop()
        indent = "  " * (depth + 1)
        if code is None:
            lines.append(f"{indent}</Code>")
            continue
        if depth > DEEPEST:
            raise CodebookFileError(f"{name} cannot be written: its codes are nested more than {DEEPEST} deep.")
        colour = code.colour if is_colour(code.colour) else colours[code.id]
        shown = f'name="{attribute(code.name)}" isCodable="true" color="{colour}"'
        lines.append(f'{indent}<Code guid="{guid(code.codebook_id, code.id)}" {shown}>')
        lines.append(f"{indent}  <Description>{escaped(_description(code, tree, colour))}</Description>")
        stack.append((None, depth))
        stack += [(child, depth + 1) for child in reversed(tree.children(code.id))]


def _description(code: Code, tree: CodeTree, shown_colour: str) -> str:
    notes: dict[str, str] = {}
    if code.kind in _KIND_NAMES:
        notes["Kind"] = _KIND_NAMES[code.kind]
    for link_type, label in _LINK_LABELS.items():
        targets = [link.target_id for link in tree.links(code.id) if link.type is link_type]
        if targets:
            notes[label] = "; ".join(tree[target].name if target in tree else target for target in targets)
    if code.status is not CodeStatus.ACTIVE:
        notes["Status"] = code.status.value
    if code.merged_into:
        notes["Merged into"] = tree[code.merged_into].name if code.merged_into in tree else code.merged_into
    own: dict[str, object] = {
        "id": code.id,
        "kind": code.kind.value,
        "shortcut": code.shortcut,
        "status": "" if code.status is CodeStatus.ACTIVE else code.status.value,
        "merged_into": code.merged_into or "",
        "links": [[link.type.value, link.target_id] for link in tree.links(code.id)],
        "colour_shown": shown_colour if code.colour != shown_colour else "",
        "name": code.name if _name(code.name) != code.name else "",
    }
    fields = {field: getattr(code, field) for field in (*TEXTS, *LISTS)}
    return composed(fields, notes, {key: value for key, value in own.items() if value})


def _set_of_all(file: CodebookFile, shown: Sequence[str]) -> Iterable[str]:
    """Yield the set that holds all codes and, in its description, what the file says of itself."""
    book = file.codebook
    ids = [code.id for code in file.codes]
    own: dict[str, object] = {
        "codebook": book.id,
        "name": book.name,
        "version": book.version,
        "description": book.description,
        "parent_version": file.parent_version,
        "log": [asdict(release) for release in file.log],
        "order": ids if ids != list(shown) else [],
    }
    text = "\n\n".join(
        [
            *([plain(book.description)] if book.description else []),
            f"Version: {plain(book.version)}",
            marked({key: value for key, value in own.items() if value}),
        ]
    )
    yield f'    <Set guid="{guid(book.id)}" name="{attribute(book.name)}">'
    yield f"      <Description>{escaped(text)}</Description>"
    yield from (f'      <MemberCode guid="{guid(book.id, code_id)}"/>' for code_id in shown)
    yield "    </Set>"


class _Head:
    """What a file says of the codebook as a whole."""

    def __init__(self, file: CodebookFile, order: Sequence[str] = ()) -> None:
        self.file = file
        self.order = list(order)


def _head(book: Node, name: str, base: CodebookFile | None) -> _Head:
    sets = book.child("sets")
    for node in sets.children if sets is not None else ():
        description = node.child("description")
        own = parsed(description.text).own if description is not None else None
        if own is None or not _text(own.get("codebook")):
            continue
        codebook = Codebook(
            id=_text(own.get("codebook")),
            name=_text(own.get("name")) or new_codebook(name).name,
            version=_text(own.get("version")) or "1.0",
            description=_text(own.get("description")),
        )
        file = CodebookFile(codebook, parent_version=_text(own.get("parent_version")), log=_log(own.get("log")))
        if base is not None and base.codebook.id == codebook.id:
            known = replace(codebook, shared_file=base.codebook.shared_file)
            file = replace(file, codebook=known, notes=base.notes)
        order = own.get("order")
        return _Head(file, [_text(item) for item in order] if isinstance(order, list) else [])
    return _Head(base if base is not None else CodebookFile(new_codebook(name)))


def _log(value: object) -> tuple[Release, ...]:
    releases = value if isinstance(value, list) else []
    return tuple(
        Release(**{key: _text(release.get(key)) for key in ("version", "date", "editor", "what", "why")})
        for release in releases
        if isinstance(release, dict)
    )


class _Reader:
    """Makes an entry of each code, parents first, and ties them together at the end."""

    def __init__(self, base: CodebookFile | None) -> None:
        self.entries: list[Entry] = []
        self._taken: set[str] = set()
        self._shortcuts: set[str] = set()
        self._known: dict[str, tuple[Code, list[CodeLink]]] = {}
        self._shown: dict[str, str] = {}
        if base is not None:
            tree = CodeTree(base.codes, base.links)
            for code in base.codes:
                self._known[guid(base.codebook.id, code.id)] = (code, tree.links(code.id))
            self._shown = {code_id: colour.light for code_id, colour in code_colours(tree).items()}

    def read(self, top: Node) -> None:
        """Take in a code and those below it."""
        stack: list[tuple[Node, str]] = [(top, "")]
        while stack:
            node, parent = stack.pop()
            if node.tag == "code":
                code_id = self._code(node, parent)
                stack += [(child, code_id) for child in reversed(node.children)]

    def tied(self) -> list[Entry]:
        """Return the entries without references to codes that were taken out elsewhere."""
        for entry in self.entries:
            if entry["merged_into"] not in self._taken:
                entry["merged_into"] = ""
            links = entry["links"]
            assert isinstance(links, list)
            ties = {(link["type"], link["to"]): link for link in links if link["to"] in self._taken - {entry["id"]}}
            entry["links"] = list(ties.values())
        return self.entries

    def _code(self, node: Node, parent: str) -> str:
        text = node.child("description")
        description = parsed(text.text) if text is not None else Description()
        name = _name(node.attributes.get("name", ""))
        known = self._known.get(node.attributes.get("guid", "").strip().strip("{}").casefold())
        if description.own is not None:
            entry = _own_entry(description.own, name)
        elif known is not None:
            entry = _known_entry(*known, shown=self._shown[known[0].id])
            for field in (*TEXTS, *LISTS) if text is None else ():
                entry[field] = getattr(known[0], field) if field in TEXTS else list(getattr(known[0], field))
        else:
            heading = node.attributes.get("iscodable", "true").strip().casefold() in ("false", "0")
            entry = {"id": "", "kind": CodeKind.THEME.value if heading else "other", "links": [], "merged_into": ""}
        entry |= description.fields
        entry["name"] = entry.get("name") or name
        entry["colour"] = _colour(node.attributes.get("color", ""), entry)
        entry["parent"] = parent
        self._settle(entry)
        self.entries.append(entry)
        return str(entry["id"])

    def _settle(self, entry: Entry) -> None:
        """Give the entry an id and a shortcut of its own; a copy made elsewhere has those of the original."""
        if not entry["id"] or entry["id"] in self._taken:
            entry["id"] = new_code_id(str(entry["name"]), self._taken)
        self._taken.add(str(entry["id"]))
        shortcut = _text(entry.get("shortcut")).strip().casefold()
        if shortcut and shortcut in self._shortcuts:
            entry["shortcut"] = ""
        self._shortcuts.add(shortcut)


def _own_entry(own: Mapping[str, object], name: str) -> Entry:
    """Return what our own line says; it may have been changed by hand, so nothing in it is taken for granted."""
    kind, status, links = _text(own.get("kind")), _text(own.get("status")), own.get("links")
    entry: Entry = {
        "id": _text(own.get("id")),
        "kind": kind if kind in _OWN_KINDS else CodeKind.OTHER.value,
        "shortcut": _text(own.get("shortcut")),
        "status": status if status in _OWN_STATUS else CodeStatus.ACTIVE.value,
        "merged_into": _text(own.get("merged_into")),
        "links": [
            {"type": link[0], "to": link[1]}
            for link in (links if isinstance(links, list) else [])
            if isinstance(link, list) and len(link) == 2 and all(isinstance(part, str) for part in link)
        ],
        "colour": _text(own.get("colour_shown")),
    }
    exact = _text(own.get("name"))
    return entry | ({"name": exact} if exact and _name(exact) == name else {})


def _known_entry(code: Code, links: Iterable[CodeLink], *, shown: str) -> Entry:
    return {
        "id": code.id,
        "kind": code.kind.value,
        "shortcut": code.shortcut,
        "status": code.status.value,
        "merged_into": code.merged_into or "",
        "links": [{"type": link.type.value, "to": link.target_id} for link in links],
        "colour": "" if code.colour else shown,
        "colour_kept": code.colour,
    }


def _colour(written: str, entry: Entry) -> str:
    """Return the code's own colour: none if it is just the one that we showed."""
    shown, kept = entry.pop("colour", ""), _text(entry.pop("colour_kept", ""))
    text = written.strip()
    if len(text) == 4 and text.startswith("#"):
        text = "#" + "".join(2 * digit for digit in text[1:])
    if not is_colour(text):
        return kept
    return "" if isinstance(shown, str) and text.casefold() == shown.casefold() else text


def _name(text: str) -> str:
    """Return a name as other programs keep it, or a name for what has none."""
    return " ".join(plain(text).split()) or "Unnamed code"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

"""The shared codebook as a YAML file that people can read, edit and send to each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from coder.codebooks.form import FORMAT, MOST_LINES, MOST_YAML_BYTES
from coder.codebooks.problems import failure, quoted
from coder.domain.codebook import Code, Codebook, CodeLink, CodeTree, LinkType
from coder.domain.content import CodebookContent, Notes, Release
from coder.errors import CodebookFileError

if TYPE_CHECKING:
    from coder.codebooks.model import CodebookModel

_LINK_NAMESPACE = UUID("5d9a2d4e-6f0b-5c39-9a0e-2b1c8f6f7d51")


CodebookFile = CodebookContent
"""A codebook as it is kept in a file."""


def codebook_file(
    codebook: Codebook, codes: Iterable[Code], links: Iterable[CodeLink] = (), *, like: CodebookFile | None = None
) -> CodebookFile:
    """Return a codebook of a project in the form it has when it is read from a file.

    Codes of other codebooks and their links are left out; the codes come in display order, parents first.
    Positions, revisions and link ids are those that a reader of the file will see. Log and notes are those of `like`.
    """
    own = CodeTree(code for code in codes if code.codebook_id == codebook.id)
    order = {code.id: code for code in own}
    order |= {code.id: code for code in own.codes.values() if code.id not in order}
    return _with_hash(
        replace(codebook, position=0, revision=0),
        [replace(code, position=position, revision=0) for position, code in enumerate(order.values())],
        [_link(link.code_id, link.type, link.target_id) for link in links if link.code_id in order],
        like=like,
    )


def read_codebook(path: Path) -> CodebookFile:
    """Read a codebook file.

    Raises `CodebookFileError` for a file that cannot be read, is larger than 4 MB or is not UTF-8, and as
    `parse_codebook` does.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_YAML_BYTES + 1)
    except FileNotFoundError as error:
        raise CodebookFileError(f"There is no codebook file “{path}”.") from error
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else error.strerror or "the disk refused"
        raise CodebookFileError(f"“{path.name}” could not be read: {reason}.") from error
    _check_size(len(content), path.name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookFileError(
            f"“{path.name}” is not in UTF-8 (line {line}); save it again with the encoding UTF-8."
        ) from error
    return parse_codebook(text, path.name)


def parse_codebook(text: str, name: str) -> CodebookFile:
    """Return the codebook that is written in a text; `name` is what messages call the file.

    Fields that begin with `x-` are read over. Raises `CodebookFileError` with all that is wrong (up to 20
    problems), each with its line, entry and field.
    """
    from coder.codebooks.model import validated
    from coder.codebooks.yaml_nodes import load

    text = text.removeprefix("\ufeff")
    _check_size(len(text), name)
    document = load(text, name)
    data = document.data
    if data is None:
        raise CodebookFileError(f"“{name}” is empty; a codebook begins with “format: {FORMAT}”.")
    if not isinstance(data, dict):
        form = "a list" if isinstance(data, list) else "plain text"
        raise CodebookFileError(f"“{name}” is not a codebook: it is {form}; a codebook begins with “format: {FORMAT}”.")
    _check_format(data.get("format"), name)
    model, problems = validated(data)
    if model is None or document.problems:
        raise failure(name, [*document.problems, *problems], data, document.lines)
    from coder.codebooks.notes import notes_of

    return _from_model(model, notes_of(document))


def write_codebook(file: CodebookFile) -> str:
    """Return the file's text: the same bytes for the same content, and nothing lost but positions and revisions.

    The codes are written in the order given; `codebook_file` puts a project's codes into display order.
    Raises `CodebookFileError` for content that could not be read again, such as a shortcut used twice, or too much.
    """
    from coder.codebooks.model import validated
    from coder.codebooks.writer import written

    data = _whole(file)
    model, problems = validated(data)
    if model is None:
        raise failure(file.codebook.name, problems, data, {})
    text = written(_dressed(data, file.notes), file.notes.comments)
    _check_size(len(text.encode("utf-8")), file.codebook.name)
    if text.count("\n") > MOST_LINES:
        raise CodebookFileError(f"“{file.codebook.name}” is too large for one file: it has {len(file.codes):,} codes.")
    return text


def packed(file: CodebookFile) -> str:
    """Return a codebook without its notes as compact text, for keeping old versions; `unpacked` reads it again."""
    return json.dumps(_whole(file), ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str, name: str) -> CodebookFile:
    """Return a codebook from `packed` text; raises `CodebookFileError` for text that is not."""
    from coder.codebooks.model import validated

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodebookFileError(f"The kept version “{name}” is damaged.") from error
    model, problems = validated(data if isinstance(data, dict) else {})
    if model is None:
        raise failure(name, problems, data, {})
    return _from_model(model, Notes())


def packed_log(text: str) -> list[Release]:
    """Return only the change log of `packed` text, without checking the rest."""
    try:
        return [
            Release(**{key: str(value) for key, value in entry.items()}) for entry in json.loads(text).get("log", ())
        ]
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise CodebookFileError("The change log of a kept version is damaged.") from error


def _check_size(size: int, name: str) -> None:
    if size > MOST_YAML_BYTES:
        raise CodebookFileError(f"“{name}” is larger than {MOST_YAML_BYTES // 1_000_000} MB; it cannot be a codebook.")


def _check_format(found: object, name: str) -> None:
    """Refuse another format before anything else, because its fields may differ."""
    if isinstance(found, str) and found != FORMAT and found.startswith("coder-codebook/"):
        raise CodebookFileError(
            f"“{name}” has the format {quoted(found)}, but this version of the application reads “{FORMAT}”; "
            "update the application."
        )


def _from_model(model: CodebookModel, notes: Notes) -> CodebookFile:
    codes = [
        Code(
            id=entry.id,
            codebook_id=model.id,
            parent_id=entry.parent or None,
            kind=entry.kind,
            name=entry.name,
            colour=entry.colour,
            shortcut=entry.shortcut,
            short_definition=entry.short_definition,
            full_definition=entry.full_definition,
            when_to_use=entry.when_to_use,
            when_not_to_use=entry.when_not_to_use,
            example_quotes=tuple(entry.example_quotes),
            key_terms=tuple(entry.key_terms),
            status=entry.status,
            merged_into=entry.merged_into or None,
            position=position,
        )
        for position, entry in enumerate(model.codes)
    ]
    links = [_link(entry.id, link.type, link.to) for entry in model.codes for link in entry.links]
    codebook = Codebook(id=model.id, name=model.name, version=model.version, description=model.description)
    log = tuple(
        Release(version=entry.version, date=entry.date, editor=entry.editor, what=entry.what, why=entry.why)
        for entry in model.log
    )
    like = CodebookFile(codebook, parent_version=model.parent_version, log=log, notes=notes)
    return _with_hash(codebook, codes, links, like=like)


def _with_hash(
    codebook: Codebook, codes: list[Code], links: list[CodeLink], *, like: CodebookFile | None = None
) -> CodebookFile:
    """Return the file with its links in one order and the hash of its content."""
    place = {code.id: code.position for code in codes}
    ordered = sorted(links, key=lambda link: (place[link.code_id], link.type, link.target_id))
    file = replace(like or CodebookFile(codebook), codebook=codebook, codes=tuple(codes), links=tuple(ordered))
    return replace(file, codebook=replace(codebook, content_hash=content_hash(file)))


def content_hash(file: CodebookFile) -> str:
    """Return the SHA-256 of what the codebook says: version, codes and links, not its log, comments and own fields."""
    canonical = json.dumps(_plain(file), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _link(code_id: str, link_type: LinkType, target_id: str) -> CodeLink:
    """Return a link whose id is the same wherever the file is read."""
    link_id = str(uuid5(_LINK_NAMESPACE, f"{code_id} {link_type.value} {target_id}"))
    return CodeLink(id=link_id, code_id=code_id, type=link_type, target_id=target_id)


def _whole(file: CodebookFile) -> dict[str, object]:
    """Return everything that is written, in its order; a file that was never published has no hash and no log."""
    plain = _plain(file)
    log = [{key: value for key, value in asdict(entry).items() if value} for entry in file.log]
    published = {"content_hash": content_hash(file), "log": log} if log else {}
    before = {"parent_version": file.parent_version} if file.parent_version else {}
    head = {key: plain[key] for key in ("format", "id", "name", "version") if key in plain}
    rest = {key: value for key, value in plain.items() if key not in head}
    hashed = {key: value for key, value in published.items() if key == "content_hash"}
    logged = {key: value for key, value in published.items() if key == "log"}
    codes = {"codes": rest.pop("codes")}
    return head | before | hashed | rest | logged | codes


def _dressed(data: Mapping[str, Any], notes: Notes) -> dict[str, object]:
    """Return what is written, with the fields of one's own behind those of the head, a code, a link or the log."""
    from coder.codebooks.notes import link_key, log_key

    own = notes.extras
    codes: list[dict[str, object]] = []
    for code in data["codes"]:
        links = [{**link, **own.get(link_key(code["id"], link), {})} for link in code.get("links", ())]
        codes.append({**code, **({"links": links} if links else {}), **own.get(code["id"], {})})
    log = [{**entry, **own.get(log_key(entry), {})} for entry in data.get("log", ())]
    head = {key: value for key, value in data.items() if key != "codes"} | ({"log": log} if log else {})
    return {**head, **own.get("", {}), "codes": codes}


def _plain(file: CodebookFile) -> dict[str, object]:
    """Return the file's content under its field names, in their order; what is empty is left out."""
    links: dict[str, list[CodeLink]] = {}
    for link in file.links:
        links.setdefault(link.code_id, []).append(link)
    codebook = file.codebook
    header = {
        "format": FORMAT,
        "id": codebook.id,
        "name": codebook.name,
        "version": codebook.version,
        "description": codebook.description,
    }
    codes = [_plain_code(code, links.get(code.id, [])) for code in file.codes]
    return {key: value for key, value in header.items() if value} | {"codes": codes}


def _plain_code(code: Code, links: list[CodeLink]) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": code.id,
        "kind": code.kind.value,
        "parent": code.parent_id,
        "name": code.name,
        "colour": code.colour,
        "shortcut": code.shortcut,
        "short_definition": code.short_definition,
        "full_definition": code.full_definition,
        "when_to_use": code.when_to_use,
        "when_not_to_use": code.when_not_to_use,
        "example_quotes": list(code.example_quotes),
        "key_terms": list(code.key_terms),
        "links": [
            {"type": link.type.value, "to": link.target_id}
            for link in sorted(links, key=lambda link: (link.type, link.target_id))
        ],
        "status": "" if code.status.value == "active" else code.status.value,
        "merged_into": code.merged_into,
    }
    return {key: value for key, value in fields.items() if value}

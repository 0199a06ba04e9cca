"""Reading HTML pages as strictly as a validator would, and Word documents as Word would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "img", "br", "hr", "link", "input"})


@dataclass
class Page:
    """What a page holds."""

    text: str = ""
    tags: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute of <{tag}> comes twice"
        found = dict(attrs)
        self.page.tags.append(tag)
        if found.get("id"):
            self.page.ids.append(str(found["id"]))
        if "href" in found:
            self.page.links.append(str(found["href"]))
        if "src" in found:
            self.page.sources.append(str(found["src"]))
        if tag == "img":
            assert found.get("alt"), "a picture has no alternative"
            self.page.alternatives.append(str(found["alt"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.page.headings.append((int(tag[1]), ""))
        if tag == "p":
            assert "p" not in self._open, "a paragraph in a paragraph"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag not in VOID
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            return
        self.page.text += data
        for place in (tag for tag in reversed(self._open) if re.fullmatch(r"h[1-6]", tag)):
            level, text = self.page.headings[-1]
            assert f"h{level}" == place
            self.page.headings[-1] = (level, text + data)
            break


def read_page(data: bytes) -> Page:
    """Return what a page holds; fail if its elements are not balanced, ids come twice or links lead nowhere."""
    text = data.decode("utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    page = reader.page
    assert not reader._open, f"left open: {reader._open}"
    assert len(page.ids) == len(set(page.ids)), "an id comes twice"
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links), page.links
    assert all(source.startswith("data:") for source in page.sources), "the page loads something"
    assert "script" not in page.tags
    levels = [level for level, _ in page.headings]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), page.headings
    return page

"""Colours of codes: the hue from the domain, the shade from the theme, in equal perceived lightness.

The arithmetic is done in OKLCH: lightness 0 to 1, chroma from 0 (grey) to about 0.32 in sRGB, hue in degrees.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from coder.domain.codebook import Code, CodeKind, CodeTree
from coder.domain.ids import slug
from coder.errors import InvalidValueError

LIGHT_PAPER = "#fbfaf8"
DARK_PAPER = "#16181b"

_BASE_LIGHTNESS = (0.55, 0.73)
"""Of a domain's colour on light and on dark paper; both keep 3:1 with every step below."""
_BASE_CHROMA = 0.12
_OUTSIDE_CHROMA = 0.08
"""Of codes that count for no domain, so that they are not taken for a domain."""
_GREY_CHROMA = 0.03

_KNOWN_HUES = (("growth", 158.0), ("well-being", 48.0), ("wellbeing", 48.0), ("systems", 252.0))
_HUES = (252.0, 48.0, 335.0, 158.0, 95.0, 205.0, 295.0, 15.0)
"""In order of use: each far from those before it, also for readers who do not tell red from green."""
_HUE_GAP = 24.0
_GOLDEN_ANGLE = 180.0 * (3.0 - math.sqrt(5.0))

_GROUP_SPREAD = 16.0
_GROUP_LIGHTNESS = (0.0, 0.045, -0.045)
_HEADER = -1
"""The place of a theme that counts for no domain itself: its group's hue, greyer than the codes in it."""
_HEADER_CHROMA = 0.6
_MEMBER_STEPS = ((0.0, 0.0, 1.0), (5.0, 0.02, 0.7), (-5.0, -0.02, 1.15), (-3.0, 0.02, 0.5), (3.0, -0.02, 0.8))
"""Hue, lightness and chroma factor of the codes within a group, in turn."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour by lightness (0 to 1), chroma (0 is grey) and hue (degrees)."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True)
class CodeColour:
    """A code's colour as `#rrggbb` on light paper and on dark paper."""

    light: str
    dark: str


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour like `#2f8f5b`."""
    return _HEX.fullmatch(text) is not None


def oklch(colour: str) -> Oklch:
    """Return a `#rrggbb` colour in OKLCH; raise InvalidValueError for anything else.

    Source: B. Ottosson, "A perceptual color space for image processing" (2020), from linear sRGB.
    """
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360.0)


def hex_colour(colour: Oklch) -> str:
    """Return the nearest `#rrggbb` of the same lightness and hue: chroma is lowered until sRGB can show it."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    chroma = max(colour.chroma, 0.0)
    rgb = _linear_rgb(lightness, chroma, colour.hue)
    if not _shown(rgb):
        rgb = _linear_rgb(lightness, min(chroma, max_chroma(lightness, colour.hue)), colour.hue)
    return _hex(rgb)


def max_chroma(lightness: float, hue: float) -> float:
    """Return the highest chroma, to 0.0005, that sRGB can show at a lightness and hue."""
    low, high = 0.0, 0.4
    while high - low > 0.0005:
        middle = (low + high) / 2.0
        if _shown(_linear_rgb(lightness, middle, hue)):
            low = middle
        else:
            high = middle
    return low


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of a `#rrggbb` colour (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def wash(colour: str, ground: str, *, alpha: float) -> str:
    """Return what is seen when a colour lies on a ground with an opacity of `alpha` (0 to 1)."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(255 * (top * alpha + under * (1.0 - alpha))):02x}" for top, under in pairs)


def readable_ink(background: str, *, dark: str = "#1f2328", light: str = "#ffffff") -> str:
    """Return the one of two inks that stands out more from a background; at least 3.9:1 with the default inks."""
    return dark if contrast(dark, background) >= contrast(light, background) else light


def code_colours(tree: CodeTree) -> dict[str, CodeColour]:
    """Return every code's colour by id; the same tree gives the same colours.

    A code's own colour gives hue and chroma. Without one the hue comes from its (first) domain and the shade from
    its theme and its place in it; a theme takes the domain that most of its codes count for. Codes outside every
    domain follow the nearest colour above them, or share a hue with their whole branch. The lightness always
    fits the paper, so that every colour has a contrast of at least 3:1 with it.
    """
    return _Colouring(tree).colours()


class _Colouring:
    """One pass over a code tree: families (a domain or a branch outside) hold groups (themes) that hold codes."""

    def __init__(self, tree: CodeTree) -> None:
        self._tree = tree
        self._order = list(tree)
        if len(self._order) < len(tree):
            # Codes that are above one another in a circle are not in the display order.
            met = {code.id for code in self._order}
            self._order += [code for code in tree.codes.values() if code.id not in met]
        self._lines = {code.id: tree.ancestors(code.id) for code in self._order}
        self._below = self._domains_below()
        self._families: dict[str, str] = {}
        self._groups: dict[tuple[str, bool], dict[str, int]] = {}
        self._places: dict[str, tuple[str, bool, int]] = {}
        self._limits: dict[tuple[float, int], float] = {}
        self._seen: dict[tuple[float, int, float], str] = {}
        self._arrange()
        self._bases = self._family_colours()

    def colours(self) -> dict[str, CodeColour]:
        """Return every code's colour by id."""
        return {code.id: self._colour(code) for code in self._order}

    def _domains_below(self) -> dict[str, str]:
        """Return, for each code above others, the domain that most of them count for; the first one in a tie."""
        counts: dict[str, Counter[str]] = {}
        self._domain_of: dict[str, str] = {}
        for code in self._order:
            domains = self._tree.domains(code.id)
            if domains:
                self._domain_of[code.id] = domains[0].id
                for above in self._lines[code.id]:
                    counts.setdefault(above.id, Counter())[domains[0].id] += 1
        return {code_id: counter.most_common(1)[0][0] for code_id, counter in counts.items()}

    def _arrange(self) -> None:
        """Find each code's family, group and place in the group."""
        sizes: Counter[tuple[str, str]] = Counter()
        for code in self._order:
            family = self._families[code.id] = self._family(code)
            if code.id == family:
                continue
            group, inside = self._group(code, family)
            groups = self._groups.setdefault((family, inside), {})
            groups.setdefault(group, len(groups))
            if code.id == group and code.id not in self._domain_of and family in self._domain_of:
                self._places[code.id] = (group, inside, _HEADER)
            else:
                self._places[code.id] = (group, inside, sizes[family, group])
                sizes[family, group] += 1

    def _family(self, code: Code) -> str:
        if code.id in self._domain_of:
            return self._domain_of[code.id]
        for nearest in (code, *self._lines[code.id]):
            if nearest.id in self._below:
                return self._below[nearest.id]
            if nearest is not code and is_colour(nearest.colour):
                return nearest.id
        return self._lines[code.id][-1].id if self._lines[code.id] else code.id

    def _group(self, code: Code, family: str) -> tuple[str, bool]:
        """Return the part of its family that a code belongs to, and whether the family's head is above it.

        That is the branch right under the head, or else the theme of a code that is linked to the head.
        """
        line = [code, *self._lines[code.id]]
        for below, above in pairwise(line):
            if above.id == family:
                return below.id, True
        theme = next((part for part in line if part.kind is CodeKind.THEME), None)
        return (theme or line[-1]).id, False

    def _family_colours(self) -> dict[str, tuple[float, float]]:
        """Return hue and chroma of each family, the domains first."""
        heads = dict.fromkeys(self._domain_of.values())
        heads.update(dict.fromkeys(self._families.values()))
        bases: dict[str, tuple[float, float]] = {}
        for head in heads:
            if is_colour(self._tree[head].colour):
                own = oklch(self._tree[head].colour)
                bases[head] = (own.hue, own.chroma if own.chroma < _GREY_CHROMA else min(max(own.chroma, 0.07), 0.15))
            elif head in self._domain_of and (known := _known_hue(self._tree[head].name)) is not None:
                bases[head] = (known, _BASE_CHROMA)
        free = _free_hues([hue for hue, chroma in bases.values() if chroma >= _GREY_CHROMA])
        for head in heads:
            if head not in bases:
                bases[head] = (next(free), _BASE_CHROMA if head in self._domain_of else _OUTSIDE_CHROMA)
        return bases

    def _colour(self, code: Code) -> CodeColour:
        if is_colour(code.colour):
            own = oklch(code.colour)
            # A little of the lightness stays, so that a pale and a deep blue remain two colours.
            step = min(max((own.lightness - 0.65) * 0.25, -0.05), 0.05)
            return self._pair(step, own.chroma, own.hue)
        family = self._families[code.id]
        hue, chroma = self._bases[family]
        if code.id == family:
            return self._pair(0.0, chroma, hue)
        group, inside, place = self._places[code.id]
        index, count = self._groups[family, inside][group], len(self._groups[family, inside])
        spread = min(_GROUP_SPREAD, 8.0 * (count - 1))
        hue += spread * (2.0 * index / (count - 1) - 1.0) if count > 1 else 0.0
        # Sub-domains and themes share the range of hues; starting at another lightness keeps them apart.
        step = _GROUP_LIGHTNESS[(index + inside) % len(_GROUP_LIGHTNESS)]
        if place == _HEADER:
            return self._pair(step, chroma * _HEADER_CHROMA, hue)
        turn, lift, strength = _MEMBER_STEPS[place % len(_MEMBER_STEPS)]
        return self._pair(step + lift, chroma * strength, hue + turn)

    def _pair(self, step: float, chroma: float, hue: float) -> CodeColour:
        return CodeColour(*(self._hex(base + step, chroma, hue) for base in _BASE_LIGHTNESS))

    def _hex(self, lightness: float, chroma: float, hue: float) -> str:
        """Return the colour as `hex_colour` does, at whole degrees and hundredths so that limits are found once."""
        key = (round(lightness, 2), round(hue) % 360)
        limit = self._limits.get(key)
        if limit is None:
            limit = self._limits[key] = max_chroma(key[0], key[1])
        wanted = (*key, round(min(chroma, limit), 4))
        found = self._seen.get(wanted)
        if found is None:
            found = self._seen[wanted] = _hex(_linear_rgb(key[0], wanted[2], key[1]))
        return found


def _known_hue(name: str) -> float | None:
    """Return the hue that readers of the framework expect of a domain, by how its name begins."""
    start = slug(name)
    return next((hue for known, hue in _KNOWN_HUES if start.startswith(known)), None)


def _free_hues(taken: list[float]) -> Iterator[float]:
    """Yield hues that are apart from those taken, then evenly filling ones for as many branches as there are."""
    for hue in _HUES:
        if all(abs((hue - other + 180.0) % 360.0 - 180.0) >= _HUE_GAP for other in taken):
            yield hue
    turn = 0
    while True:
        turn += 1
        yield (_HUES[-1] + turn * _GOLDEN_ANGLE) % 360.0


def _channels(colour: str) -> tuple[float, float, float]:
    if not is_colour(colour):
        raise InvalidValueError(f"“{colour}” is not a colour; write it like #2f8f5b.")
    return int(colour[1:3], 16) / 255.0, int(colour[3:5], 16) / 255.0, int(colour[5:7], 16) / 255.0


def _linear(channel: float) -> float:
    """Return linear light of an sRGB channel (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    """Return the sRGB channel of linear light (IEC 61966-2-1)."""
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1.0 / 2.4) - 0.055)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return linear sRGB, outside 0 to 1 where sRGB cannot show the colour; the inverse of `oklch`."""
    angle = math.radians(hue)
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(rgb: tuple[float, float, float]) -> bool:
    return min(rgb) >= -0.00001 and max(rgb) <= 1.00001


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * min(max(_encoded(channel), 0.0), 1.0)):02x}" for channel in rgb)

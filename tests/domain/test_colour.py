"""Colours of codes: always readable, always in gamut, the same for the same codebook, apart where it matters."""

from __future__ import annotations

import itertools
import math
import time
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coder.domain.codebook import Code, CodeKind, CodeLink, CodeTree, LinkType
from coder.domain.colour import (
    DARK_PAPER,
    LIGHT_PAPER,
    Oklch,
    code_colours,
    contrast,
    hex_colour,
    is_colour,
    luminance,
    max_chroma,
    oklch,
    readable_ink,
    wash,
)
from coder.errors import InvalidValueError

rgb = st.tuples(*[st.integers(0, 255)] * 3).map(lambda channels: "#{:02x}{:02x}{:02x}".format(*channels))
lightness = st.floats(0, 1)
chroma = st.floats(0, 0.4)
hue = st.floats(-720, 720)

# Machado, Oliveira and Fernandes (2009): how linear sRGB looks without the green or the red cones.
WITHOUT_GREEN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
WITHOUT_RED = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))


def a_code(code_id, kind=CodeKind.OTHER, *, parent=None, name=None, colour="", position=0):
    return Code(
        id=code_id,
        codebook_id="book",
        kind=kind,
        parent_id=parent,
        name=name or code_id,
        colour=colour,
        position=position,
    )


def belongs(code_id, domain_id):
    return CodeLink(code_id=code_id, type=LinkType.BELONGS_TO_DOMAIN, target_id=domain_id)


def framework(*, themes=6, outcomes=4):
    """Three domains with sub-domains, and themes whose outcomes count for them in turn."""
    domains = ("growth", "well-being", "systems")
    names = ("Growth", "Well-being, Relationships & Belonging", "Systems Maintenance & Co-production")
    codes, links = [], []
    for number, (domain, name) in enumerate(zip(domains, names, strict=True)):
        codes.append(a_code(domain, CodeKind.DOMAIN, name=name, position=number))
        codes.append(a_code(f"{domain}-part", parent=domain))
    for theme in range(themes):
        codes.append(a_code(f"theme-{theme}", CodeKind.THEME, position=3 + theme))
        for outcome in range(outcomes):
            code_id = f"outcome-{theme}-{outcome}"
            codes.append(a_code(code_id, CodeKind.OUTCOME, parent=f"theme-{theme}", position=outcome))
            links.append(belongs(code_id, domains[(theme + outcome // 2) % 3]))
    return CodeTree(codes, links)


def lab(colour):
    values = oklch(colour)
    angle = math.radians(values.hue)
    return values.lightness, values.chroma * math.cos(angle), values.chroma * math.sin(angle)


def difference(one, other):
    return math.dist(lab(one), lab(other))


def hue_distance(one, other):
    return abs((one - other + 180) % 360 - 180)


def as_seen(colour, matrix):
    def linear(channel):
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    def encoded(light):
        light = min(max(light, 0), 1)
        return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055

    channels = [linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    seen = [encoded(sum(m * c for m, c in zip(row, channels, strict=True))) for row in matrix]
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in seen)


@given(rgb)
def test_a_colour_survives_the_way_to_oklch_and_back(colour):
    assert hex_colour(oklch(colour)) == colour


@given(lightness, chroma, hue)
def test_every_lightness_chroma_and_hue_gives_a_colour_that_screens_show_at_the_same_lightness(light, strength, turn):
    shown = hex_colour(Oklch(light, strength, turn))
    assert is_colour(shown)
    # Near black, one step of 255 is more than a hundredth of lightness.
    assert oklch(shown).lightness == pytest.approx(light, abs=0.05 if light < 0.15 else 0.006)


@given(st.floats(0.3, 0.9), st.floats(0.05, 0.4), st.floats(0, 360))
def test_lowering_chroma_into_gamut_keeps_the_hue(light, strength, turn):
    shown = oklch(hex_colour(Oklch(light, strength, turn)))
    assume(shown.chroma > 0.04)
    assert hue_distance(shown.hue, turn) < 4
    assert shown.chroma <= strength + 0.004


@given(st.floats(0.05, 0.95), st.floats(0, 360))
def test_the_highest_chroma_can_be_shown_and_is_never_negative(light, turn):
    assert 0 <= max_chroma(light, turn) <= 0.4


def test_known_values_of_the_formulas_hold():
    red = oklch("#ff0000")
    assert (red.lightness, red.chroma, red.hue) == pytest.approx((0.62796, 0.25768, 29.234), abs=0.0005)
    assert oklch("#ffffff").lightness == pytest.approx(1, abs=1e-6)
    assert oklch("#808080").chroma == pytest.approx(0, abs=1e-6)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert luminance("#ffffff") == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#1234567", "#12345g", "2f8f5b", "#2f8f5b\n"])
def test_what_is_not_a_colour_is_refused_in_plain_words(text):
    assert not is_colour(text)
    with pytest.raises(InvalidValueError, match="is not a colour; write it like #2f8f5b"):
        oklch(text)


@given(rgb, rgb)
def test_contrast_does_not_depend_on_the_order(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(rgb, rgb)
def test_a_wash_goes_from_the_ground_to_the_colour(colour, ground):
    assert wash(colour, ground, alpha=0) == ground
    assert wash(colour, ground, alpha=1) == colour


def test_a_wash_mixes_by_its_opacity():
    assert wash("#000000", "#ffffff", alpha=0.2) == "#cccccc"


@given(rgb)
def test_ink_on_any_ground_is_readable(ground):
    assert contrast(readable_ink(ground), ground) >= 3.9


@given(st.lists(rgb | st.just("") | st.just("no colour"), max_size=12), st.data())
def test_any_codebook_gets_colours_that_stand_out_from_the_paper(colours, data):
    codes = []
    for number, colour in enumerate(colours):
        kind = data.draw(st.sampled_from(CodeKind))
        parent = data.draw(st.none() | st.integers(0, len(colours) - 1).map(lambda index: f"c{index}"))
        codes.append(a_code(f"c{number}", kind, parent=parent, colour=colour, position=number))
    ends = st.sampled_from([code.id for code in codes]) if codes else st.nothing()
    links = [
        belongs(*pair) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=4) if codes else st.just([]))
    ]
    result = code_colours(CodeTree(codes, links))
    assert result.keys() == {code.id for code in codes}
    for colour in result.values():
        assert is_colour(colour.light)
        assert is_colour(colour.dark)
        assert contrast(colour.light, LIGHT_PAPER) >= 3
        assert contrast(colour.dark, DARK_PAPER) >= 3
    assert code_colours(CodeTree(reversed(codes), links)) == result


@given(rgb)
def test_an_own_colour_keeps_its_hue_and_greys_stay_grey(colour):
    shown = code_colours(CodeTree([a_code("a", colour=colour)]))["a"]
    wanted = oklch(colour)
    for version in (shown.light, shown.dark):
        got = oklch(version)
        assert got.chroma <= wanted.chroma + 0.006
        if wanted.chroma > 0.06 and got.chroma > 0.06:
            assert hue_distance(got.hue, wanted.hue) < 4


def test_two_own_colours_of_one_hue_remain_two_colours():
    codes = [a_code("pale", colour="#a9c8ee"), a_code("deep", colour="#123f78")]
    shown = code_colours(CodeTree(codes))
    assert difference(shown["pale"].light, shown["deep"].light) > 0.05


def test_growth_is_green_well_being_warm_and_systems_blue():
    shown = code_colours(framework())
    for paper in ("light", "dark"):
        hues = {code_id: oklch(getattr(shown[code_id], paper)).hue for code_id in ("growth", "well-being", "systems")}
        assert hue_distance(hues["growth"], 155) < 10
        assert hue_distance(hues["well-being"], 48) < 10
        assert hue_distance(hues["systems"], 252) < 10


def test_domains_have_the_same_perceived_lightness():
    shown = code_colours(framework())
    for paper, base in (("light", 0.55), ("dark", 0.73)):
        for domain in ("growth", "well-being", "systems"):
            assert oklch(getattr(shown[domain], paper)).lightness == pytest.approx(base, abs=0.006)


def test_an_outcome_stays_near_the_hue_of_its_domain():
    tree = framework()
    shown = code_colours(tree)
    for code in tree:
        domains = tree.domains(code.id)
        if domains:
            for paper in ("light", "dark"):
                own, domain = (oklch(getattr(shown[code_id], paper)) for code_id in (code.id, domains[0].id))
                assert hue_distance(own.hue, domain.hue) < 25
                assert abs(own.lightness - domain.lightness) < 0.075


def test_outcomes_of_one_domain_in_different_themes_differ_visibly():
    tree = framework()
    shown = code_colours(tree)
    outcomes = [code for code in tree if code.kind is CodeKind.OUTCOME]
    for one, other in itertools.combinations(outcomes, 2):
        same_domain = tree.domains(one.id) == tree.domains(other.id)
        if same_domain and one.parent_id != other.parent_id:
            assert difference(shown[one.id].light, shown[other.id].light) > 0.02, (one.id, other.id)
            assert difference(shown[one.id].dark, shown[other.id].dark) > 0.02, (one.id, other.id)


def test_outcomes_of_one_theme_and_domain_differ_too():
    shown = code_colours(framework())
    for theme in range(6):
        pair = (shown[f"outcome-{theme}-0"], shown[f"outcome-{theme}-1"])
        assert difference(pair[0].light, pair[1].light) > 0.02
        assert difference(pair[0].dark, pair[1].dark) > 0.02


def test_a_theme_takes_the_domain_that_most_of_its_outcomes_count_for():
    codes = [
        a_code("g", CodeKind.DOMAIN, name="Growth"),
        a_code("s", CodeKind.DOMAIN, name="Systems"),
        a_code("theme", CodeKind.THEME),
        *[a_code(f"o{number}", CodeKind.OUTCOME, parent="theme", position=number) for number in range(3)],
    ]
    links = [belongs("o0", "g"), belongs("o1", "s"), belongs("o2", "s")]
    shown = code_colours(CodeTree(codes, links))
    theme, systems = oklch(shown["theme"].light), oklch(shown["s"].light)
    assert hue_distance(theme.hue, systems.hue) < 20
    assert theme.chroma < systems.chroma


def test_a_domain_with_a_colour_of_its_own_gives_it_to_its_outcomes():
    codes = [
        a_code("g", CodeKind.DOMAIN, name="Growth", colour="#9b2fae"),
        a_code("outcome", CodeKind.OUTCOME),
    ]
    shown = code_colours(CodeTree(codes, [belongs("outcome", "g")]))
    assert hue_distance(oklch(shown["outcome"].light).hue, oklch("#9b2fae").hue) < 6


def test_the_codes_of_a_grey_domain_are_grey():
    codes = [a_code("d", CodeKind.DOMAIN, colour="#777777"), a_code("part", parent="d")]
    assert oklch(code_colours(CodeTree(codes))["part"].light).chroma < 0.02


def test_codes_outside_every_domain_follow_the_colour_above_them():
    codes = [a_code("top", colour="#9b2fae"), a_code("below", parent="top"), a_code("deep", parent="below")]
    shown = code_colours(CodeTree(codes))
    assert hue_distance(oklch(shown["deep"].light).hue, oklch("#9b2fae").hue) < 25


def test_other_domains_get_hues_apart_from_each_other_and_from_given_ones():
    codes = [a_code(f"d{number}", CodeKind.DOMAIN, position=number) for number in range(5)]
    codes.append(a_code("given", CodeKind.DOMAIN, colour="#2f6fb3", position=9))
    shown = code_colours(CodeTree(codes))
    for one, other in itertools.combinations(shown.values(), 2):
        assert difference(one.light, other.light) > 0.05
        assert difference(one.dark, other.dark) > 0.05


@pytest.mark.parametrize("matrix", [WITHOUT_GREEN, WITHOUT_RED], ids=["without green cones", "without red cones"])
def test_the_three_domains_differ_for_colour_blind_readers(matrix):
    shown = code_colours(framework())
    for paper in ("light", "dark"):
        domains = [getattr(shown[code_id], paper) for code_id in ("growth", "well-being", "systems")]
        for one, other in itertools.combinations(domains, 2):
            assert difference(as_seen(one, matrix), as_seen(other, matrix)) > 0.05


def test_a_new_memo_or_definition_changes_no_colour():
    tree = framework()
    changed = CodeTree(
        [replace(code, short_definition="Now with a definition.", revision=3) for code in tree],
        [link for code in tree for link in tree.links(code.id)],
    )
    assert code_colours(changed) == code_colours(tree)


def test_codes_that_are_above_one_another_in_a_circle_still_get_colours():
    codes = [a_code("a", parent="b"), a_code("b", parent="a"), a_code("c", parent="a")]
    assert code_colours(CodeTree(codes)).keys() == {"a", "b", "c"}


def test_five_thousand_codes_are_coloured_at_once():
    tree = framework(themes=250, outcomes=20)
    started = time.perf_counter()
    shown = code_colours(tree)
    assert time.perf_counter() - started < 1
    assert len(shown) == len(tree) > 5000

"""The codebooks that ship hold the evaluators' framework exactly, with enough to code and to suggest from."""

from __future__ import annotations

import pytest

from coder.codebooks import CodebookFile, read_codebook
from coder.domain.codebook import CodeKind, CodeStatus, CodeTree, LinkType
from coder.shipped import codebooks_folder

DOMAINS = {
    "Growth": [
        "Individual Development and Change",
        "Agency, Independence and Autonomy",
        "Inclusion and Participation",
        "Learning and Skills Development",
    ],
    "Well-being, Relationships & Belonging": ["Well-being", "Relationships and Trust", "Belonging and Community"],
    "Systems Maintenance & Co-production": [
        "Decision-making and Planning",
        "Effective Task Management",
        "Accountability",
        "Change and Innovation",
    ],
}
LETTERS = {
    "G": "Growth",
    "W": "Well-being, Relationships & Belonging",
    "S": "Systems Maintenance & Co-production",
}
OUTCOMES = {
    "Care Worker Security, Growth and Control": [
        ("secure-livelihood", "Enhanced security and livelihood for care workers", "G"),
        ("economic-wellbeing", "Improved economic wellbeing of care workers", "G"),
        ("professional-growth", "Professional growth of care workers", "G"),
        ("control-over-work", "Control over work conditions", "G"),
    ],
    "Co-produced, Person-Centred Care": [
        ("freedom-coproduction", "Freedom and co-production of care", "S"),
        ("quality-of-life-needs", "Meeting quality of life needs", "W"),
        ("personal-interests", "Connection to personal interests and community", "W"),
    ],
    "Relational and Trust-Based Teams": [
        ("trust-and-control-families", "Enhanced trust and control for individuals and families", "G"),
        ("trusting-teams", "Supportive and trusting team relationships", "W"),
        ("long-lasting-relationships", "Long-lasting care relationships", "W"),
    ],
    "Peer Support and Learning": [
        ("peer-learning", "Enhancement through peer learning and coaching", "G"),
        ("peer-support-normal", "Normalisation of peer support and flexible care", "S"),
    ],
    "Community Integration and Resources": [
        ("gifted-care", "Benefiting from gifted care and community assets", "W"),
        ("community-spaces", "Utilisation of local community spaces", "S"),
        ("community-networks", "Community networks and partnerships", "S"),
    ],
    "Social and Preventative Models of Care": [
        ("social-meals", "Social meal experiences", "W"),
        ("living-at-home", "Extended living at home", "G"),
        ("reduced-paid-care", "Reduced long-term need for paid care", "W"),
    ],
    "Culture of Safety and Responsiveness": [
        ("safety-and-trust", "Enhanced safety and trust for all stakeholders", "W"),
        ("issue-resolution", "Efficient issue identification and resolution", "S"),
    ],
    "Broader Social Impact": [
        ("community-kindness", "Growing community kindness and connection", "W"),
        ("service-design-participation", "Participation in service design", "S"),
        ("shared-ownership", "Shared ownership", "S"),
        ("community-decision-making", "Community decision-making and collaborative problem-solving", "S"),
    ],
}
DIMENSIONS = [
    "Shared Ownership and Governance",
    "Pooling and Sharing Resources",
    "Integrating Formal and Informal Care",
    "Fostering Trust and Social Capital",
    "Co-Producing Services, Continuously",
    "Building Partnerships with Intention",
]
CAPACITIES = [
    "Power Distribution and Governance Structures",
    "Resources for Co-Production",
    "Communication and Information Sharing",
    "Capacity for Change or Innovation",
    "Levels of Trust and Social Capital",
    "Participation Mechanisms",
    "Conflict Resolution",
    "Stress, Fatigue & Wellbeing Levels",
    "Accountability Mechanisms",
    "Motivations and Drivers",
]


@pytest.fixture(scope="module")
def outcomes() -> CodebookFile:
    return read_codebook(codebooks_folder() / "outcomes.yaml")


@pytest.fixture(scope="module")
def partnership() -> CodebookFile:
    return read_codebook(codebooks_folder() / "partnership.yaml")


@pytest.fixture(params=["outcomes", "partnership"])
def shipped(request: pytest.FixtureRequest) -> CodebookFile:
    codebook: CodebookFile = request.getfixturevalue(request.param)
    return codebook


def tree_of(file: CodebookFile) -> CodeTree:
    return CodeTree(file.codes, file.links)


def test_there_are_three_domains_with_their_eleven_sub_domains(outcomes: CodebookFile) -> None:
    tree = tree_of(outcomes)
    found = {
        code.name: [child.name for child in tree.children(code.id)]
        for code in tree.children(None)
        if code.kind is CodeKind.DOMAIN
    }
    assert found == DOMAINS
    assert sum(map(len, found.values())) == 11
    assert all(
        code.kind is CodeKind.DOMAIN for code in tree if code.name in {n for names in DOMAINS.values() for n in names}
    )


def test_there_are_eight_themes_with_their_twenty_four_outcomes(outcomes: CodebookFile) -> None:
    tree = tree_of(outcomes)
    themes = [code for code in tree.children(None) if code.kind is CodeKind.THEME]
    found = {theme.name: [(code.id, code.name) for code in tree.children(theme.id)] for theme in themes}
    assert found == {theme: [row[:2] for row in rows] for theme, rows in OUTCOMES.items()}
    assert (len(found), sum(map(len, found.values()))) == (8, 24)
    assert all(code.kind is CodeKind.OUTCOME for theme in themes for code in tree.children(theme.id))


def test_every_outcome_counts_for_the_domain_it_is_cross_referenced_to(outcomes: CodebookFile) -> None:
    tree = tree_of(outcomes)
    for code_id, _, letter in (row for rows in OUTCOMES.values() for row in rows):
        assert [domain.name for domain in tree.domains(code_id)] == [LETTERS[letter]], code_id
    assert len(outcomes.links) == 24
    assert {link.type for link in outcomes.links} == {LinkType.BELONGS_TO_DOMAIN}


def test_the_outcomes_codebook_holds_nothing_else(outcomes: CodebookFile) -> None:
    assert len(outcomes.codes) == 3 + 11 + 8 + 24
    assert outcomes.codebook.id == "outcomes"


def test_the_partnership_codebook_holds_six_dimensions_and_ten_capacities(partnership: CodebookFile) -> None:
    tree = tree_of(partnership)
    top = tree.children(None)
    assert [code.name for code in top] == DIMENSIONS
    assert [[child.name for child in tree.children(code.id)] for code in top] == [[], [], [], [], [], CAPACITIES]
    assert partnership.codebook.id == "partnership"


def test_every_code_can_be_coded_from(shipped: CodebookFile) -> None:
    for code in shipped.codes:
        written = (code.short_definition, code.full_definition, code.when_to_use, code.when_not_to_use)
        assert all(text.strip() == text and len(text) > 30 for text in written), code.id
        assert len(code.example_quotes) >= 2, code.id
        assert len(set(code.example_quotes)) == len(code.example_quotes), code.id


def test_every_code_has_terms_to_be_suggested_by(shipped: CodebookFile) -> None:
    for code in shipped.codes:
        assert len(code.key_terms) >= 8, code.id
        assert len({term.casefold() for term in code.key_terms}) == len(code.key_terms), code.id


def test_every_top_level_domain_has_its_own_colour(shipped: CodebookFile) -> None:
    colours = [code.colour for code in shipped.codes if code.kind is CodeKind.DOMAIN and code.parent_id is None]
    assert all(colours)
    assert len(set(colours)) == len(colours)


def test_every_code_is_in_use_and_comes_after_its_parent(shipped: CodebookFile) -> None:
    assert {code.status for code in shipped.codes} == {CodeStatus.ACTIVE}
    assert [code.id for code in tree_of(shipped)] == [code.id for code in shipped.codes]


def test_the_two_codebooks_can_be_used_side_by_side(outcomes: CodebookFile, partnership: CodebookFile) -> None:
    assert not {code.id for code in outcomes.codes} & {code.id for code in partnership.codes}

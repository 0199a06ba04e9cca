"""The style of the HTML report: for the screen at any width, and for A4 paper."""

STYLE = """
:root { color-scheme: light; --ink: #1f2328; --soft: #4f5359; --hair: #e2dfda; --band: #f6f4f0; --accent: #433897;
  --against: #a8480f; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { font: 17px/1.6 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, Cambria, "Times New Roman", serif;
  color: var(--ink); background: #fff; max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem 5rem;
  overflow-wrap: anywhere; }
h1, h2, h3, h4, .label, nav, figcaption, .kicker, .status, .about, .numbers, table, summary, .where, .none, .page-note {
  font-family: Inter, "Segoe UI", "Helvetica Neue", Helvetica, Arial, sans-serif; }
h1 { font-size: 2.1rem; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .4rem; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 3.5rem 0 .8rem; padding-top: 1.2rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 2.6rem 0 .3rem; padding-top: 1rem;
  border-top: 1px solid var(--hair); }
.label { font-size: .9rem; line-height: 1.3; margin: 1.4rem 0 .4rem; padding: 0; border: 0; }
p { margin: .6rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
.subtitle, .definition { color: var(--soft); margin: .2rem 0 .8rem; }
.subtitle { font-family: Inter, "Segoe UI", Helvetica, Arial, sans-serif; font-size: .9rem; }
.definition { font-style: italic; }
nav { font-size: .88rem; background: var(--band); padding: 1rem 1.2rem; border-radius: 6px; margin: 2rem 0; }
nav h2 { all: unset; display: block; font-weight: 600; margin-bottom: .3rem; }
nav ol { margin: 0; padding-left: 1.3rem; }
nav a { text-decoration: none; }
.finding { border-left: 4px solid var(--accent); padding: .1rem 0 .1rem 1rem; margin: 1rem 0; }
.finding p { white-space: pre-line; }
.none { color: var(--soft); font-size: .88rem; border-left: 4px solid var(--hair); padding-left: 1rem; }
.numbers { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; margin: .9rem 0; padding: 0; list-style: none;
  font-size: .85rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.numbers b { color: var(--ink); font-size: 1.15rem; font-weight: 600; margin-right: .3rem; }
.status { display: inline-block; font-size: .78rem; border: 1px solid #8a857e; border-radius: 999px;
  padding: .05rem .6rem; color: var(--soft); }
figure { margin: 1.4rem 0; }
figure img { display: block; max-width: 100%; height: auto; border: 1px solid var(--hair); border-radius: 6px; }
figcaption { font-size: .82rem; color: var(--soft); margin-top: .4rem; }
details { margin-top: .3rem; font-size: .85rem; }
summary { color: var(--accent); cursor: pointer; font-size: .82rem; }
table { border-collapse: collapse; width: 100%; font-size: .82rem; line-height: 1.4; margin: .8rem 0;
  font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--hair); }
thead th { border-bottom: 1px solid #8a857e; font-weight: 600; }
th[scope=row] { font-weight: 400; }
.wide { overflow-x: auto; }
blockquote { margin: 1.1rem 0; padding: 0 0 0 1rem; border-left: 2px solid #8a857e; break-inside: avoid; }
blockquote p { margin: 0 0 .2rem; white-space: pre-line; }
.counter blockquote { border-left: 4px double var(--against); }
.counter > .label { color: var(--against); }
.about { font-size: .78rem; color: var(--soft); line-height: 1.45; }
.ref { font-weight: 600; color: var(--ink); }
.where { font-size: .78rem; color: var(--soft); line-height: 1.5; }
.page-note { font-size: .82rem; color: var(--soft); }
@media (max-width: 30rem) { body { font-size: 16px; padding-top: 1.5rem; } h1 { font-size: 1.7rem; } }
@page { size: A4; margin: 20mm 18mm 22mm; }
@media print {
  body { font-size: 10.5pt; line-height: 1.5; max-width: none; padding: 0; }
  h2 { break-before: page; border-top: 0; padding-top: 0; margin-top: 0; }
  #overview { break-before: auto; margin-top: 10mm; }
  h2, h3, h4, .label, .definition, .status { break-after: avoid; }
  figure, tr, .numbers { break-inside: avoid; }
  nav { background: none; border: 1px solid var(--hair); }
  nav a, .ref a { color: inherit; }
  details { display: none; }
  .wide { overflow: visible; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
""".strip()

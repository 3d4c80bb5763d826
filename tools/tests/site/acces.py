"""What a person without a mouse, or with large letters, meets on a page: read in a real browser.

Knows: the browser. Must not know: which pages, what is tested.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

HORS_SUJET = {
    "color-contrast-enhanced": "niveau AAA, que la loi ne demande pas ; le contraste AA est éprouvé par color-contrast",
    "identical-links-same-purpose": "niveau AAA : deux liens de même nom, même but",
    "p-as-heading": "expérimentale ; elle prend pour un titre la phrase qui ouvre une page, en grandes lettres",
    "meta-refresh-no-exceptions": "niveau AAA ; meta-refresh, de niveau A, est éprouvée",
}
"""The rules of axe that are left out, each with its reason; every other one is asked, experimental ones included."""

_ARRET = """() => {
  const item = document.activeElement;
  if (!item || item === document.body) return null;
  const nom = item.outerHTML.slice(0, 90);
  const place = [...document.querySelectorAll('*')].indexOf(item);
  const [box] = [...item.getClientRects()].filter(one => one.width * one.height > 0);
  if (!box) return [place, nom, 'sans étendue'];
  if (!item.checkVisibility({opacityProperty: true, visibilityProperty: true})) return [place, nom, 'invisible'];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) return [place, nom, 'hors de la fenêtre'];
  const style = getComputedStyle(item);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) return [place, nom, 'sans contour'];
  const head = document.querySelector('.md-header'), bar = head.getBoundingClientRect();
  const under = box.top < bar.bottom - 1 && box.bottom > bar.top + 1 && box.height < innerHeight - bar.height;
  const above = head.contains(item) || item.matches('.md-skip') || item.closest('.md-sidebar--primary');
  if (under && !above && getComputedStyle(head).position === 'sticky') return [place, nom, 'sous l’en-tête'];
  const seen = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
    const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return hit && (hit === item || item.contains(hit) || hit.contains(item));
  });
  return [place, nom, seen ? '' : 'recouvert'];
}"""
"""Where the keyboard is, and what would keep a person from seeing it."""

_MOTS = """
  const hidden = item => !item.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const over = item => (item ? [item, ...over(item.parentElement)] : []);
  const clipped = item => over(item).some(one => getComputedStyle(one).clipPath !== 'none');
  const fixed = item => over(item).some(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position));
  const words = item => [...item.childNodes].filter(one => one.nodeType === 3 && one.data.trim()).flatMap(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [...range.getClientRects()].map(box => [box, one.data.trim().slice(0, 60)]);
  });
"""
_ROGNES = f"""() => {{ {_MOTS}
  const bad = [];
  for (const item of document.querySelectorAll('body *')) {{
    if (!(item instanceof HTMLElement) || hidden(item) || clipped(item)) continue;
    if (item.closest('.md-skip, .defil, .md-search, .md-dialog')) continue;
    for (const [box, said] of words(item)) {{
      if (box.right > innerWidth + 1 || box.left < -1) bad.push(['hors de l’écran', said]);
      const cut = over(item).some(one => {{
        const room = one.getBoundingClientRect();
        return ['hidden', 'clip'].includes(getComputedStyle(one).overflowY) && one !== document.body
          && (box.bottom > room.bottom + 2 || box.right > room.right + 2);
      }});
      if (cut) bad.push(['rogné', said]);
    }}
  }}
  for (const text of document.querySelectorAll('.noeud text')) {{
    const room = text.closest('.noeud').querySelector('rect').getBoundingClientRect();
    if (text.getBoundingClientRect().right > room.right) bad.push(['rogné', text.textContent]);
  }}
  return bad;
}}"""
"""Words that run off the screen, or that a box cuts."""

_RECOUVERTS = f"""() => {{ {_MOTS}
  const boxes = [...document.querySelectorAll('article *, header *, footer *')]
    .filter(item => !item.closest('.md-search, .sceau') && !hidden(item) && !clipped(item) && !fixed(item))
    .flatMap(item => words(item).map(([box, said]) => [box, said, item])).sort((a, b) => a[0].top - b[0].top);
  const bad = [];
  boxes.forEach(([a, said, from], rank) => {{
    for (let next = rank + 1; next < boxes.length && boxes[next][0].top < a.bottom; next += 1) {{
      const [b, other, to] = boxes[next];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const apart = from.contains(to) || to.contains(from);
      if (wide > 3 && high > Math.min(a.height, b.height) * .55 && !apart) bad.push([said, other]);
    }}
  }});
  return bad;
}}"""
"""Words that stand on others."""

_COUPES = f"""() => {{ {_MOTS}
  const bad = [];
  const cells = [...document.querySelectorAll('table *')].filter(item => !hidden(item) && !clipped(item));
  for (const one of cells.flatMap(item => [...item.childNodes].filter(child => child.nodeType === 3))) {{
    for (const found of one.data.matchAll(/[\\p{{L}}\\d,.]+(?:[\\u00a0\\u202f][\\p{{L}}\\d,.]+)*/gu)) {{
      const range = document.createRange();
      range.setStart(one, found.index);
      range.setEnd(one, found.index + found[0].length);
      const tops = [...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top));
      if (new Set(tops).size > 1) bad.push(found[0]);
    }}
  }}
  return bad;
}}"""
"""Words and amounts of a table that go on upon a second line."""

ESPACEMENT = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""
"""What a reader may ask of any text (WCAG 1.4.12, RGAA 10.12)."""


class Arret(NamedTuple):
    """A stop of the keyboard: its rank in the page, what it is, why it would not be seen (nothing: it is)."""

    rang: int
    nom: str
    faute: str


def parcourir(page: Page, limite: int = 500) -> list[Arret]:
    """Press Tab from the top of the page to its end."""
    page.evaluate("document.activeElement.blur()")
    found: list[Arret] = []
    for _ in range(limite):
        page.keyboard.press("Tab")
        state = page.evaluate(_ARRET)
        if state is None or (found and state[0] == found[0].rang):
            return found
        found.append(Arret(*state))
    raise AssertionError("the keyboard does not leave the page")


def axe(page: Page) -> list[tuple[str, list[str]]]:
    """Ask axe every rule but those left out; return what it finds, with the elements."""
    page.evaluate(Axe().axe_script)
    rules = page.evaluate("axe.getRules().map(rule => rule.ruleId)")
    assert set(rules) >= set(HORS_SUJET), "a rule that is left out exists no more"
    options = {
        "runOnly": {"type": "rule", "values": [one for one in rules if one not in HORS_SUJET]},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("options => axe.run(document, options).then(all => all.violations)", options)
    return [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found]


@contextmanager
def agrandi(page: Page) -> Iterator[None]:
    """Ask the browser for letters twice as large, as its settings do, then for its own again."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    yield
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})


def rognes(page: Page) -> list[list[str]]:
    """List the words that run off the screen or that a box cuts."""
    found: list[list[str]] = page.evaluate(_ROGNES)
    return found


def coupes(page: Page) -> list[str]:
    """List the words and the amounts of a table that are cut in two."""
    found: list[str] = page.evaluate(_COUPES)
    return found


def recouverts(page: Page) -> list[list[str]]:
    """List the pairs of words where one stands on the other."""
    found: list[list[str]] = page.evaluate(_RECOUVERTS)
    return found


def defilement(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide

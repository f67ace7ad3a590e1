/* SPDX-License-Identifier: Apache-2.0
   What look.py asks in a page. Each function returns what is wrong, or what there is. */

var all = (selector) => [...document.querySelectorAll(selector)];
var style = (element) => getComputedStyle(element);
var brief = (element) => element.outerHTML.slice(0, 80);
var clear = 'rgba(0, 0, 0, 0)';

/* Each pair of ink and ground that occurs, with a text in it. The ground is the first opaque one behind;
   paper is white. */
function texts() {
  const found = {};
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim();
    const element = walk.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest('title, desc')) continue;
    let ground = element;
    while (ground && style(ground).backgroundColor === clear) ground = ground.parentElement;
    const ink = element.closest('svg') ? style(element).fill : style(element).color;
    const behind = ground ? style(ground).backgroundColor : 'rgb(255, 255, 255)';
    found[ink + '|' + behind] = text.slice(0, 40);
  }
  return found;
}

/* What ends to the right of the width, apart from what lies in something that scrolls by itself. */
function over(width, but) {
  return all('body *')
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !(but && e.closest(but)))
    .map(brief);
}

/* Texts of charts that lie outside their drawing, or on one another. */
function crowded() {
  const bad = [];
  for (const chart of all('svg.chart')) {
    const title = chart.querySelector('title').textContent;
    const edge = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll('text')].map((t) => [t.textContent, t.getBoundingClientRect()]);
    texts.forEach(([text, a], i) => {
      if (a.left < edge.left - 2 || a.right > edge.right + 2) bad.push(title + ': ' + text + ' outside');
      for (const [other, b] of texts.slice(i + 1)) {
        const beside = a.left >= b.right - 1 || b.left >= a.right - 1;
        const below = a.top >= b.bottom - 3 || b.top >= a.bottom - 3;
        if (!beside && !below) bad.push(title + ': ' + text + ' on ' + other);
      }
    });
  }
  return bad;
}

/* Shapes that no rule of the style gives a colour are black. */
function unstyled() {
  return all('rect, circle').filter((e) => style(e).fill === 'rgb(0, 0, 0)').map(brief);
}

/* What scrolls sideways and has no name, or cannot be reached by the keyboard. */
function mute() {
  return all('*')
    .filter((e) => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(style(e).overflowX))
    .filter((e) => e.tabIndex !== 0 || !e.getAttribute('aria-label'))
    .map(brief);
}

/* Numbers what the keyboard must reach, in the order of the page. */
function reached() {
  return all('a[href], summary, [tabindex="0"]')
    .filter((e) => e.checkVisibility())
    .map((e, i) => (e.dataset.number = i));
}

function dangling() {
  return all('[aria-labelledby], [aria-describedby], a[href]')
    .flatMap((e) => ['aria-labelledby', 'aria-describedby', 'href'].map((name) => e.getAttribute(name)))
    .filter((id) => id && !document.getElementById(id.replace('#', '')));
}

function repeated() {
  const ids = all('[id]').map((e) => e.id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}

function unfold() {
  all('details').forEach((e) => { e.open = true; });
}

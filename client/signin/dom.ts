/** Just enough to build the sign-in page without a framework, so that it opens at once. */
type Attributes = Record<string, string | boolean | ((event: Event) => void) | undefined>;
type Child = Node | string | null;

const svgNames = new Set(['svg', 'path', 'rect', 'circle']);

function create(tag: string): Element {
  return svgNames.has(tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
}

/** An element with attributes, `on…` listeners and children; text is always set as text. */
export function h<E extends Element = HTMLElement>(
  tag: string,
  attributes: Attributes = {},
  ...children: Child[]
): E {
  const element = create(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element as E;
}

export function mark(): SVGElement {
  return h<SVGElement>(
    'svg',
    { class: 'r-signin__mark', viewBox: '0 0 40 40', 'aria-hidden': 'true' },
    h('rect', { width: '40', height: '40', rx: '6', fill: 'var(--accent)' }),
    h('path', {
      d: 'm15 11-5.5 6 5.5 6M10 17h14a5.7 5.7 0 0 1 0 11.5h-4.5',
      fill: 'none',
      stroke: 'var(--on-accent)',
      'stroke-width': '3',
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
}

export function eye(): SVGElement {
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.3' };
  return h<SVGElement>(
    'svg',
    { width: '16', height: '16', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    h('path', { ...line, d: 'M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8Z' }),
    h('circle', { ...line, cx: '8', cy: '8', r: '2.2' }),
    h('path', { ...line, class: 'r-signin__strike', d: 'M3 13 13 3' }),
  );
}

export function cross(): SVGElement {
  return h<SVGElement>(
    'svg',
    { width: '14', height: '14', viewBox: '0 0 14 14', 'aria-hidden': 'true' },
    h('path', { d: 'M4.3.5h5.4l3.8 3.8v5.4l-3.8 3.8H4.3L.5 9.7V4.3Z', fill: 'currentColor' }),
    h('path', {
      d: 'm4.9 4.9 4.2 4.2m0-4.2L4.9 9.1',
      stroke: 'var(--bg)',
      'stroke-width': '1.6',
      'stroke-linecap': 'round',
    }),
  );
}

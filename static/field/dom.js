/**
 * Builds elements without markup strings, so that nothing typed by people can become an element.
 */

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "indeterminate"]);

/**
 * An element with attributes and children; null, undefined and false children are left out.
 * `on` names listeners, `data` data attributes.
 * @param {string} name
 * @param {Record<string, any>} [props]
 * @param {...any} children
 * @returns {HTMLElement}
 */
export function el(name, props, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props ?? {})) put(node, key, value);
  node.append(...shown(children));
  return node;
}

/** The same for drawings. */
export function svg(name, props, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(props ?? {})) node.setAttribute(key, value);
  node.append(...shown(children));
  return node;
}

function shown(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

function put(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (key === "data") Object.assign(node.dataset, value);
  else if (PROPERTIES.has(key)) node[key] = value;
  else node.setAttribute(key, value === true ? "" : value);
}

/** Replace what an element holds. */
export function fill(node, ...children) {
  node.replaceChildren(...shown(children));
  return node;
}

/** Words that only a screen reader says. */
export function unseen(text) {
  return el("span", { class: "visually-hidden" }, ` ${text}`);
}

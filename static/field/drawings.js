/**
 * Small drawings: icons, and for each photo an example of what should be seen on it.
 */

import { svg } from "./dom.js";

const ICONS = {
  check: "M3 8.5 6.5 12 13 4.5",
  success: "M3 8.5 6.5 12 13 4.5",
  info: "M8 7v5M8 4v.01",
  warning: "M8 2 1.5 14h13zM8 6.5v3.5M8 12v.01",
  error: "M4 4l8 8M12 4l-8 8",
  back: "M10 3 5 8l5 5",
};

/** An icon beside words; it says nothing by itself. */
export function icon(name) {
  const path = svg("path", {
    d: ICONS[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.8",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, path);
}

/** The mark of the product. */
export function mark() {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true" },
    svg("path", { fill: "currentColor", d: "M16 3 2.5 14.2l2.2 2.6L16 7.4l11.3 9.4 2.2-2.6z" }),
    svg("path", {
      fill: "currentColor",
      "fill-rule": "evenodd",
      d: "M16 11 6 19.3V29h20v-9.7zm-1.4 14.4-4.9-4.8 2.2-2.2 2.7 2.6 5.6-5.6 2.2 2.2z",
    }),
  );
}

// Each on a sheet of 80 × 60: `line` strokes, `tint` planes.
const HOUSE = "M14 52V28L40 12l26 16v24z";
const EXAMPLES = {
  front: { line: [HOUSE, "M9 31 40 11l31 20", "M34 52V38h12v14", "M20 34h8v8h-8zM52 34h8v8h-8z"], tint: [HOUSE] },
  walls: {
    line: [
      "M10 10h60v42H10z",
      "M10 20.500h60M10 31h60M10 41.500h60",
      "M25 10v10.500M45 10v10.500M35 20.500V31M55 20.500V31M25 31v10.500M45 31v10.500M35 41.500V52M55 41.500V52",
    ],
    tint: ["M10 10h60v42H10z"],
  },
  floor: {
    line: ["M26 26h28l16 26H10z", "M40 26v26M33 26 25 52M47 26l8 26M22 33h36M17 41h46", "M10 8h60M26 8v18M54 8v18"],
    tint: ["M26 26h28l16 26H10z"],
  },
  roof: {
    line: ["M6 44 24 16h32l18 28z", "M15 44 30 16M27 44 36 16M40 44V16M53 44 44 16M65 44 50 16", "M12 44v10M68 44v10"],
    tint: ["M6 44 24 16h32l18 28z"],
  },
  kitchen: {
    line: [
      "M10 34h60v18H10z",
      "M22 34V24h16v10M18 24h24",
      "M50 34v-5M55 34v-7M60 34v-5",
      "M26 20c0-4 4-4 4-8M34 20c0-4 4-4 4-8",
    ],
    tint: ["M10 34h60v18H10z"],
  },
  toilet: {
    line: ["M16 10v42h48V10", "M30 46c0-9 20-9 20 0 0 6-20 6-20 0z", "M37 44h6", "M56 52V38h6v14", "M16 10h48"],
    tint: ["M30 46c0-9 20-9 20 0 0 6-20 6-20 0z"],
  },
  water: {
    line: [
      "M24 52V34h32v18z",
      "M24 34c0-4 32-4 32 0s-32 4-32 0",
      "M28 32V12h24v20M22 16 40 6l18 10",
      "M40 14v12",
      "M36 26h8v6h-8z",
    ],
    tint: ["M24 52V34h32v18z"],
  },
  bedroom: {
    line: ["M10 50V24M70 50V38H10M10 44h60", "M14 38v-6h16v6M30 38c4-6 36-6 40 0"],
    tint: ["M10 38h60v6H10z"],
  },
  meter: {
    line: ["M26 8h28v34H26z", "M31 14h18v8H31z", "M40 28h.01M34 34h12", "M34 42v10M46 42v10"],
    tint: ["M26 8h28v34H26z"],
  },
  respondent: {
    line: ["M10 50V26L34 10l24 16v24z", "M56 30a5 5 0 1 0 0-10 5 5 0 0 0 0 10", "M46 52V40c0-8 20-8 20 0v12"],
    tint: ["M46 52V40c0-8 20-8 20 0v12z"],
  },
  other: { line: ["M14 12h52v38H14z", "M14 42l16-14 12 10 8-6 16 12", "M54 24a4 4 0 1 0 0-8 4 4 0 0 0 0 8"], tint: [] },
};

/** An example of the photo for a slot; unknown slots get the open one's. */
export function example(slot) {
  const { line, tint } = EXAMPLES[slot] ?? EXAMPLES.other;
  return svg(
    "svg",
    { class: "example", viewBox: "0 0 80 60", "aria-hidden": "true" },
    tint.map((d) => svg("path", { class: "example-tint", d })),
    line.map((d) => svg("path", { class: "example-line", d })),
  );
}

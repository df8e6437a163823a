/**
 * Looks for the position while a survey is open, so that the photos know where they were taken.
 */

import { watchPlace } from "./place.js";

const FRESH_MS = 3 * 60_000;
let best = null;

/** Look for at most a minute; the answer stops it. */
export function warmUp() {
  const search = watchPlace({ onFix: (fix) => (best = { ...fix, seen: Date.now() }) });
  return () => search.stop();
}

/** Where the phone was just now; nulls when it does not know: a photo without position is better than none. */
export function lastFix() {
  const isFresh = best && Date.now() - best.seen < FRESH_MS;
  const { latitude = null, longitude = null, accuracy_m = null } = isFresh ? best : {};
  return { latitude, longitude, accuracy_m };
}

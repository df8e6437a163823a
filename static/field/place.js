// Finds where the phone stands: watches for at most a minute and keeps the best fix.

const GOOD_M = 10; // taken at once
export const USABLE_M = 50; // may be taken by hand; worse needs a written reason
const WATCH_MS = 60_000;

/**
 * @typedef {object} Fix as it stands in the content of a draft
 * @property {string} latitude @property {string} longitude degrees with six decimals (11 cm)
 * @property {number} accuracy_m at most two decimals; 0 is what a mock provider says
 * @property {string} located_at
 * @property {number} attempts fixes seen until now
 */

/**
 * Watch the position until it is good, the minute is over, or `stop()`.
 * @param {object} on
 * @param {(best: Fix, isBetter: boolean) => void} on.onFix each fix, with the best one until now
 * @param {(best: Fix | null, why: "good" | "time" | "stopped" | "denied" | "unable") => void} [on.onEnd]
 * @returns {{stop: () => void, best: Fix | null}}
 */
export function watchPlace({ onFix, onEnd = () => {} }) {
  const search = { best: null, stop: () => end("stopped") };
  let [attempts, watch, isOver] = [0, null, false];
  const timer = setTimeout(() => end("time"), WATCH_MS);

  function end(why) {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    onEnd(search.best, why);
  }

  function see(position) {
    if (isOver) return;
    attempts += 1;
    const fix = fixOf(position, attempts);
    const isBetter = !search.best || isBetterThan(fix, search.best);
    search.best = { ...(isBetter ? fix : search.best), attempts };
    onFix(search.best, isBetter);
    if (isGood(search.best)) end("good");
  }

  function fail(error) {
    // A phone may lose the signal for a moment and find it again; only a refusal is final.
    if (error.code === error.PERMISSION_DENIED) end("denied");
  }

  if (!navigator.geolocation) queueMicrotask(() => end("unable"));
  else {
    const options = { enableHighAccuracy: true, maximumAge: 0, timeout: WATCH_MS };
    watch = navigator.geolocation.watchPosition(see, fail, options);
  }
  return search;
}

function fixOf({ coords, timestamp }, attempts) {
  return {
    latitude: coords.latitude.toFixed(6),
    longitude: coords.longitude.toFixed(6),
    accuracy_m: Math.round(coords.accuracy * 100) / 100,
    located_at: new Date(timestamp).toISOString(),
    attempts,
  };
}

const isMock = (fix) => fix.accuracy_m === 0;

/** A mock fix claims to be perfect, and must not drive out an honest one. */
function isBetterThan(fix, best) {
  if (isMock(fix) !== isMock(best)) return isMock(best);
  return fix.accuracy_m < best.accuracy_m;
}

function isGood(fix) {
  return !isMock(fix) && fix.accuracy_m <= GOOD_M;
}

/* --- for the photos, which want to know where they were taken --- */

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

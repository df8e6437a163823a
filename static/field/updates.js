/**
 * The app's own newer version: told when it is there, taken when the person says so.
 */

const ASK_EVERY_MS = 12 * 3_600_000;

/** Register the service worker; `onReady(true)` when a newer version waits. */
export function watchUpdates(onReady) {
  const updates = { waiting: null, take: () => undefined };
  if (!("serviceWorker" in navigator)) return updates;
  let isTaking = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => isTaking && location.reload());
  updates.take = () => {
    isTaking = true;
    updates.waiting?.postMessage("skip-waiting");
  };
  navigator.serviceWorker
    .register(trusted("/lapangan/sw.js"), { scope: "/lapangan/" })
    .then((registration) => follow(registration, updates, onReady))
    .catch(() => {}); // without it the app still works while the page is open
  return updates;
}

/** The one script address of the app, as a policy of trusted types wants it. */
function trusted(url) {
  const policy = globalThis.trustedTypes?.createPolicy("slrt-field", { createScriptURL: (address) => address });
  return policy?.createScriptURL(url) ?? url;
}

function follow(registration, updates, onReady) {
  const ready = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    updates.waiting = registration.waiting;
    onReady(true);
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", ready);
  });
  setInterval(() => registration.update().catch(() => {}), ASK_EVERY_MS);
  ready();
}

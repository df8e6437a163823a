// The page's side of the service worker: registers it, looks for a newer one, and lets it in only when the page says so.

const LOOK_EVERY_MS = 12 * 3_600_000;
const LOOK_PATIENCE_MS = 10_000;

/**
 * Register the service worker of the field app.
 * @param {object} on
 * @param {() => boolean} on.isIdle whether nothing waits to be sent (`sync.isIdle`)
 * @param {(update: () => void) => void} on.onUpdate called once when a newer version waits and the queue is idle: show
 *   “Versi baru tersedia”; calling `update` takes it over and reloads the page
 * @returns {Promise<{look: () => Promise<void>}>} `look()` asks again whether the queue is idle, e.g. at every `onState`
 */
export async function startWorker({ isIdle, onUpdate }) {
  if (!navigator.serviceWorker) return { look: async () => {} };
  const registration = await navigator.serviceWorker.register("/lapangan/sw.js", {
    scope: "/lapangan/",
    updateViaCache: "none",
  });
  let isTold = false;
  const look = async () => {
    if (isTold || !registration.waiting || !navigator.serviceWorker.controller || !isIdle()) return;
    isTold = true;
    onUpdate(() => takeOver(registration.waiting));
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  setInterval(() => lookForNewer(registration).then(look), LOOK_EVERY_MS);
  await look();
  return { look };
}

/** A slow line must not keep anything waiting. */
async function lookForNewer(registration) {
  const tired = new Promise((resolve) => setTimeout(resolve, LOOK_PATIENCE_MS));
  await Promise.race([registration.update().catch(() => {}), tired]);
}

function takeOver(waiting) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("take-over");
}

// Keeps the shell of the field app on the phone, so that it opens without signal; knows nothing but GET of the shell.

const CACHE = "slrt-field-{{ version }}";
const KEPT = new Set({{ keep|safe }});

self.addEventListener("install", (event) => event.waitUntil(Promise.all([letCallsPass(event), fill()])));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// The page decides when a newer version takes over: when nothing waits to be sent.
self.addEventListener("message", ({ data }) => data === "skip-waiting" && self.skipWaiting());

self.addEventListener("fetch", (event) => {
  // Never a POST or PUT: a worker that repeats those has sent empty bodies on some phones (capture.md B1).
  if (event.request.method !== "GET") return;
  const { origin, pathname } = new URL(event.request.url);
  if (origin === self.location.origin && KEPT.has(pathname)) event.respondWith(answer(pathname));
});

/**
 * Calls of the app go past the worker: it is not woken for each photo, and none arrives while it gives way to a newer
 * one (Chromium then keeps the old one, and the next opening may never end). Browsers without routes ask it as before.
 */
async function letCallsPass(event) {
  await event.addRoutes?.({ condition: { urlPattern: { pathname: "/api/*" } }, source: "network" });
}

async function fill() {
  const cache = await caches.open(CACHE);
  // Without the session's cookie: what is kept can only be what everybody gets. What the page has just loaded is asked
  // about and not sent again; what is older than the server's is.
  await cache.addAll([...KEPT].map((path) => new Request(path, { cache: "no-cache", credentials: "omit" })));
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("slrt-field-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path, { ignoreVary: true });
  return kept ?? fetch(new Request(path, { credentials: "omit" }));
}

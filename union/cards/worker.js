// Keeps one page on the phone: the member's own card, with what it needs to be drawn. Whatever the
// network says wins; the kept copy is shown only when there is none. When the site no longer knows the
// reader (signed out, session over), the copy is thrown away.
const assets = /*assets*/[];
const page = "/the-cua-toi";
const cardCache = "the-cua-toi";
const assetCache = "tai-san-" + assets[0];

async function keep() {
  const answer = await fetch(page, { credentials: "same-origin", cache: "no-store" });
  if (answer.ok && !answer.redirected) await (await caches.open(cardCache)).put(page, answer.clone());
  else await caches.delete(cardCache);
}

self.addEventListener("install", (e) => {
  e.waitUntil((async () => {
    await (await caches.open(assetCache)).addAll(assets);
    await keep();
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (e) => {
  e.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== cardCache && name !== assetCache) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function fresh(request) {
  try {
    const answer = await fetch(request);
    // A redirect means that the site does not know the reader: an opaque answer, never kept.
    if (answer.ok && answer.type === "basic" && !answer.redirected) await (await caches.open(cardCache)).put(page, answer.clone());
    else if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401 || answer.status === 403 || answer.status === 404) await caches.delete(cardCache);
    return answer;
  } catch (wrong) {
    const kept = await (await caches.open(cardCache)).match(page);
    if (kept) return kept;
    throw wrong;
  }
}

async function carried(request) {
  const kept = await (await caches.open(assetCache)).match(request, { ignoreVary: true });
  return kept || fetch(request);
}

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (e.request.mode === "navigate" && url.pathname === page) e.respondWith(fresh(e.request));
  else if (assets.includes(url.pathname)) e.respondWith(carried(e.request));
});

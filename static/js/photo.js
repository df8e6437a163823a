// Shrinks a photo on the phone before it is sent, notes where it was taken, and sends it at once.
// Without this file the form sends the camera's original by its own button; the server cleans either.

const LIMIT_BYTES = 350 * 1024;
// Long edge in pixels and JPEG quality, tried in turn until the photo is small enough.
const ATTEMPTS = [[1280, 0.7], [1280, 0.6], [1280, 0.5], [1024, 0.5]];
const POSITION_WAIT_MS = 5_000;
const POSITION_AGE_MS = 30_000;

const WORDS = {
  shrinking: "Menyiapkan foto…",
  locating: "Mencari lokasi…",
  sending: "Mengirim foto…",
};

/** The chosen photo as a JPEG of at most 1280 px, upright; canvas leaves EXIF, and with it the position, behind. */
async function shrink(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    return await firstSmallEnough(picture);
  } finally {
    picture.close();
  }
}

async function firstSmallEnough(picture) {
  let photo = null;
  for (const [edge, quality] of ATTEMPTS) {
    photo = await toJpeg(picture, edge, quality);
    if (photo.size <= LIMIT_BYTES) break;
  }
  return photo;
}

async function toJpeg(picture, edge, quality) {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const photo = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  canvas.width = canvas.height = 0; // small phones need the memory back now
  if (photo?.type !== "image/jpeg") throw new Error("no JPEG from this browser");
  return photo;
}

function replaceFile(input, photo) {
  const files = new DataTransfer();
  files.items.add(new File([photo], "foto.jpg", { type: "image/jpeg" }));
  input.files = files.files;
}

/** Where the phone is, or null when it does not say in time: a photo without position is better than none. */
function currentPosition() {
  if (!navigator.geolocation) return Promise.resolve(null);
  const options = { enableHighAccuracy: true, timeout: POSITION_WAIT_MS, maximumAge: POSITION_AGE_MS };
  const answered = new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(resolve, () => resolve(null), options);
  });
  // The browser's own timeout does not run while its question to the person is open.
  const tired = new Promise((resolve) => setTimeout(() => resolve(null), POSITION_WAIT_MS + 2_000));
  return Promise.race([answered, tired]);
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

function fillPosition(form, position) {
  fill(form, {
    latitude: position ? position.coords.latitude.toFixed(6) : "",
    longitude: position ? position.coords.longitude.toFixed(6) : "",
    accuracy_m: position ? position.coords.accuracy.toFixed(1) : "",
  });
}

function wantsPosition(form) {
  return Boolean(form.elements.namedItem("latitude"));
}

function say(form, words) {
  const status = form.querySelector("[data-photo-status]");
  if (status) status.textContent = words;
}

/** From shutter to sending; whatever fails on the way, the photo is sent as it is. */
async function send(form, input) {
  fill(form, { taken_at: new Date().toISOString() });
  say(form, WORDS.shrinking);
  const position = wantsPosition(form) ? currentPosition() : null;
  try {
    replaceFile(input, await shrink(input.files[0]));
  } catch {
    // An old browser, too little memory or a strange file: the server decides.
  }
  if (position) {
    say(form, WORDS.locating);
    fillPosition(form, await position);
  }
  say(form, WORDS.sending);
  form.requestSubmit ? form.requestSubmit() : form.submit();
}

function enhance(form) {
  const input = form.querySelector("input[type=file]");
  if (!input) return;
  let busy = false;
  const take = () => {
    if (busy || !input.files.length) return;
    busy = true;
    send(form, input).finally(() => (busy = false));
  };
  input.addEventListener("change", take);
  // On a slow line the photo may be there before this file; what the browser puts back by itself was sent already.
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") take();
  // Back from the next page: the photo was sent, this form is for another one.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    form.reset();
    say(form, "");
  });
}

document.querySelectorAll("form[data-photo-form]").forEach(enhance);

// The warning before a login ends by idleness: how long is left, and a button that prolongs it. Nothing typed is touched.

const WARN_BEFORE_MS = 300_000;
const ASIDE = document.createElement("section");
const WORDS = document.createElement("p");
const BUTTON = document.createElement("button");
// Written by every page that opens (js/app.js): work in one tab keeps the others logged in.
const ENDS = "slrt-session-ends";
let ticking = 0;
let cameFrom = null;

/** Milliseconds until the login ends. */
function left() {
  return Number(localStorage.getItem(ENDS)) - Date.now();
}

/** Show the warning, or come back when another tab has prolonged the login. */
export function warn() {
  clearInterval(ticking);
  ASIDE.hidden = true;
  if (left() > WARN_BEFORE_MS + 1000) return setTimeout(warn, left() - WARN_BEFORE_MS);
  if (!ASIDE.isConnected) build();
  BUTTON.hidden = false;
  ASIDE.hidden = false;
  // A computer that slept goes on with the clock of the wall, not with the count of its timers.
  ticking = setInterval(tell, 1000);
  return tell();
}

function build() {
  ASIDE.className = "session-warning";
  ASIDE.setAttribute("aria-label", "Waktu masuk");
  WORDS.setAttribute("role", "status");
  BUTTON.type = "button";
  BUTTON.className = "btn btn-primary";
  BUTTON.textContent = "Tetap masuk";
  BUTTON.addEventListener("click", keep);
  BUTTON.addEventListener("focus", (event) => {
    cameFrom = event.relatedTarget;
  });
  document.body.append(ASIDE);
  ASIDE.append(WORDS, BUTTON);
}

/** Whole minutes, then tens of seconds at the end: a status that changes every second would never let a reader go. */
function tell() {
  const seconds = Math.ceil(left() / 1000);
  if (seconds <= 0) return end();
  if (left() > WARN_BEFORE_MS + 1000) return warn();
  const words = seconds > 60 ? `${Math.ceil(seconds / 60)} menit` : `${Math.ceil(seconds / 10) * 10} detik`;
  return say(`Anda keluar sendiri ${words} lagi. Tulisan yang belum disimpan bisa hilang.`);
}

function say(sentence) {
  if (WORDS.textContent !== sentence) WORDS.textContent = sentence;
}

function end() {
  clearInterval(ticking);
  BUTTON.hidden = true;
  say("Waktu masuk Anda habis. Salin dulu tulisan yang belum disimpan, lalu masuk lagi.");
}

async function keep() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(document.body.dataset.sessionKeep, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    credentials: "same-origin",
    redirect: "manual",
  }).catch(() => null);
  if (!answer) return say("Tidak ada sambungan. Coba lagi.");
  return answer.ok ? goOn((await answer.json()).seconds * 1000) : end();
}

/** The warning goes away until it is time again; a day's work that is nearly over cannot be prolonged. */
function goOn(ms) {
  clearInterval(ticking);
  // Back to the field that was being written in, before the button under the focus goes.
  cameFrom?.focus();
  BUTTON.hidden = true;
  localStorage.setItem(ENDS, Date.now() + ms);
  if (ms <= WARN_BEFORE_MS) {
    return say(`Waktu masuk hari ini habis ${Math.ceil(ms / 60_000)} menit lagi. Simpan pekerjaan Anda sekarang.`);
  }
  say("Anda tetap masuk.");
  return setTimeout(warn, 4000);
}

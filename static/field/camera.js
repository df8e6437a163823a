// Shrinks a photo on the phone before it is kept; canvas leaves EXIF, and with it the position, behind.

import { sha256 } from "./canonical.js";

const LIMIT_BYTES = 350 * 1024;
// Long edge in pixels and JPEG quality, tried in turn until the photo is small enough (capture.md C).
const ATTEMPTS = [
  [1280, 0.7],
  [1280, 0.6],
  [1280, 0.5],
  [1024, 0.5],
  [800, 0.5],
];

/** This phone cannot read the photo; the message is for the operator. */
class PhotoBroken extends Error {
  constructor() {
    super("Foto rusak, ambil ulang.");
    this.name = "PhotoBroken";
  }
}

let turn = Promise.resolve();

/**
 * A JPEG of at most 350 KB and 1280 px, upright and without metadata. One at a time: two open pictures are more
 * memory than a small phone has.
 * @param {File | Blob} file from the camera or the gallery
 * @returns {Promise<{blob: Blob, sha256: string, bytes: number}>} rejects with PhotoBroken
 */
export function shrink(file) {
  // Copied now, not when it is its turn: some phones take the file away when the camera app closes.
  const bytes = file.arrayBuffer();
  const mine = turn.catch(() => {}).then(async () => shrinkBytes(await bytes, file.type));
  turn = mine;
  return mine.catch(() => {
    throw new PhotoBroken();
  });
}

async function shrinkBytes(bytes, type) {
  const picture = await decode(new Blob([bytes], { type }));
  try {
    const blob = await firstSmallEnough(picture);
    return { blob, sha256: await sha256(await blob.arrayBuffer()), bytes: blob.size };
  } finally {
    picture.close?.();
  }
}

async function decode(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return decodeByElement(blob); // browsers that know no options; what is broken fails here too
  }
}

async function decodeByElement(blob) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

async function firstSmallEnough(picture) {
  for (const [edge, quality] of ATTEMPTS) {
    const blob = await toJpeg(picture, edge, quality);
    if (blob.size <= LIMIT_BYTES) return blob;
  }
  throw new PhotoBroken();
}

async function toJpeg(picture, edge, quality) {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = newCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await write(canvas, quality);
  canvas.width = canvas.height = 0; // small phones need the memory back now
  if (blob?.type !== "image/jpeg") throw new PhotoBroken();
  return blob;
}

function newCanvas(width, height) {
  const size = [Math.max(1, width), Math.max(1, height)];
  if (globalThis.OffscreenCanvas) return new OffscreenCanvas(...size);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = size;
  return canvas;
}

function write(canvas, quality) {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type: "image/jpeg", quality });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

// What a message can carry besides words.

import { h, safeUrl } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { WORDS, duration, nearestCity, size } from "/web/words.js";

const W = WORDS.log;
// The sandbox's built-in stickers are one flat colour; their emoji says more.
const PLAIN_BYTES = 3000;

/** Returns the element for a message's media. */
export function mediaOf(message) {
  return BUILDERS[message.media.kind]?.(message.media, message) ?? null;
}

const BUILDERS = {
  photo: photo,
  animation: (media, message) => (media.mime?.startsWith("image/") ? photo(media, message) : video(media)),
  video: video,
  video_note: (media) => video(media, "round"),
  document: file,
  voice: player,
  audio: player,
  sticker: (media) => media.emoji && media.size < PLAIN_BYTES ? h("div", { class: "sticker plain", role: "img", "aria-label": W.sticker(media.emoji) }, media.emoji) : h("img", { class: "sticker", src: media.url, alt: W.sticker(media.emoji ?? ""), width: 160, height: 160 }),
  location: place,
  venue: place,
  contact: contact,
  poll: poll,
  dice: (media) => h("div", { class: "dice", role: "img", "aria-label": W.dice(media.emoji, media.value) },
    h("span", null, media.emoji), h("b", null, String(media.value))),
};

function photo(media, message) {
  const alt = W.photoOf(message.from?.name ?? "");
  const image = h("img", { src: media.url, alt, width: media.width, height: media.height, loading: "lazy" });
  return h("button", { type: "button", class: "photo", "aria-label": `${alt}. ${W.openPhoto}`, dataset: { focus: `photo${message.id}` },
    onclick: () => lightbox(media, alt, message.protected) }, image);
}

function lightbox(media, alt, guarded) {
  const dialog = h("dialog", { class: "lightbox", "aria-label": alt },
    h("img", { src: media.url, alt }),
    h("div", { class: "lightbox-bar" },
      guarded ? null : h("a", { href: `${media.url}?download=1`, download: media.name ?? "" }, icon("download"), WORDS.menu.download),
      h("button", { type: "button", onclick: () => dialog.close() }, icon("close"), WORDS.close)));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function video(media, shape = "") {
  return h("video", { class: `video ${shape}`, src: media.url, controls: true, preload: "metadata", "aria-label": W.video });
}

function file(media, message) {
  const name = media.name ?? W.document;
  const kind = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? "";
  const inside = [
    h("span", { class: "file-icon" }, kind ? h("span", { class: "file-kind" }, kind) : icon("file")),
    h("span", { class: "file-words" }, h("b", null, name), h("small", null, size(media.size))),
  ];
  if (message.protected) return h("div", { class: "file" }, inside);
  return h("a", { class: "file", href: `${media.url}?download=1`, download: name, "aria-label": `${W.download(name)}, ${size(media.size)}` },
    inside, icon("download"));
}

function player(media, message) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = media.url;
  const total = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : media.duration || 0);
  const time = h("small", { class: "voice-time" }, duration(total()));
  const seek = h("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": W.seek });
  const button = h("button", { type: "button", class: "voice-play", "aria-label": W.play, dataset: { focus: `play${message.id}` } }, icon("play"));
  const show = () => {
    const done = total() ? audio.currentTime / total() : 0;
    seek.value = String(Math.round(done * 1000));
    seek.style.setProperty("--done", `${done * 100}%`);
    time.textContent = duration(audio.paused && !audio.currentTime ? total() : audio.currentTime);
  };
  const state = () => {
    button.setAttribute("aria-label", audio.paused ? W.play : W.pause);
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    show();
  };
  button.addEventListener("click", () => (audio.paused ? audio.play().catch(() => state()) : audio.pause()));
  seek.addEventListener("input", () => {
    audio.currentTime = (Number(seek.value) / 1000) * total();
  });
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, state);
  for (const event of ["timeupdate", "loadedmetadata"]) audio.addEventListener(event, show);
  return h("div", { class: "voice", role: "group", "aria-label": W.voice }, button, h("div", { class: "voice-line" }, seek, time));
}

function place(media) {
  const city = nearestCity(media.latitude, media.longitude);
  const where = media.title ?? (city ? W.near(city) : W.far);
  return h("div", { class: "place" },
    h("div", { class: city ? "place-map" : "place-map sea" }, icon("pin")),
    h("div", { class: "place-words" }, h("b", null, W.location), h("span", null, media.address ?? where),
      h("small", null, `${media.latitude.toFixed(4)}, ${media.longitude.toFixed(4)}`)));
}

function contact(media, message) {
  const name = [media.first_name, media.last_name].filter(Boolean).join(" ");
  const own = media.user_id && media.user_id === message.from?.id;
  return h("div", { class: "contact" },
    h("span", { class: "avatar small", "aria-hidden": "true" }, name.slice(0, 1)),
    h("div", null, h("b", null, name), h("span", null, media.phone_number), own ? h("small", null, W.contactOwn) : null));
}

function poll(media) {
  const all = media.options.reduce((sum, option) => sum + (option.votes ?? 0), 0);
  return h("div", { class: "poll", role: "group", "aria-label": W.poll },
    h("b", null, media.question), h("small", null, W.poll),
    h("ul", null, media.options.map((option) => {
      const bar = h("span", { class: "poll-bar" });
      bar.style.setProperty("--part", `${all ? ((option.votes ?? 0) / all) * 100 : 0}%`);
      return h("li", null, h("span", null, option.text), bar);
    })), h("small", null, W.votes(all)));
}

/** A link to the file, for menus. */
export const downloadUrl = (message) => (message.media?.url ? safeUrl(`${message.media.url}?download=1`) : null);

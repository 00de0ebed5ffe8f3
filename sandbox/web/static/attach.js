// What can be attached to a message, and how it is asked for.

import { h } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { ask, choose, openDialog, openMenu } from "/web/layers.js";
import { CITIES, SEA, WORDS, size } from "/web/words.js";

const W = WORDS.composer;
const MAX_FILES = 10;
const STICKERS = ["👍", "❤️", "😂", "😢", "🙏", "🎉"];
const DICE = ["🎲", "🎯", "🏀", "⚽", "🎳", "🎰"];

/** Opens the attach menu at `anchor`. `send` has `body(json)` and `files(files, kind, fields)`; `people` lists the other accounts. */
export function openAttach(phone, anchor, { account, send, people }) {
  const media = W.media;
  openMenu(phone, anchor, [
    { label: media.photo, icon: "photo", run: () => attachFiles(phone, "photo", send) },
    { label: media.document, icon: "file", run: () => attachFiles(phone, "document", send) },
    { label: media.voice, icon: "mic", run: () => recordVoice(phone, send) },
    { label: media.location, icon: "pin", run: () => chooseLocation(phone).then((at) => at && send.body({ location: at })) },
    { label: media.own_contact, icon: "contact", run: () => shareOwn(phone, account, () => send.body({ contact: { own: true } })) },
    { label: media.contact, icon: "users", run: () => shareOther(phone, send, people()) },
    { label: media.sticker, icon: "sticker", run: () => pick(phone, media.sticker, STICKERS, (emoji) => send.body({ sticker: { emoji } })) },
    { label: media.poll, icon: "poll", run: () => makePoll(phone, send) },
    { label: media.dice, icon: "dice", run: () => pick(phone, media.dice, DICE, (emoji) => send.body({ dice: { emoji } })) },
  ], { label: W.attach });
}

/** Asks for a city, or the sea; answers `{latitude, longitude}` or null. */
export function chooseLocation(phone) {
  const options = [...CITIES.map(([name, ...at]) => [name, at]), [W.sea, SEA]];
  return choose(phone, W.locationAsk, options.map(([label, [latitude, longitude]]) => ({ label, icon: icon("pin"), value: { latitude, longitude } })));
}

/** Asks before the own number is given away. */
export async function shareOwn(phone, account, share) {
  const agreed = await openDialog(phone, {
    title: W.own(account.first_name), alert: true,
    actions: [{ label: WORDS.cancel, value: false }, { label: W.send, value: true, primary: true }],
  });
  if (agreed) await share();
}

async function shareOther(phone, send, people) {
  const person = await choose(phone, W.media.contact, [
    ...people.map((one) => ({ label: `${one.first_name} · ${one.phone_number}`, icon: icon("contact"), value: one })),
    { label: `${W.contactName}…`, icon: icon("plus"), value: "new" },
  ]);
  if (person === null) return;
  if (person !== "new") {
    await send.body({ contact: { phone_number: person.phone_number, first_name: person.first_name, last_name: person.last_name, account_id: person.id } });
    return;
  }
  const answer = await ask(phone, W.media.contact, [
    { name: "first_name", label: W.contactName, required: true },
    { name: "phone_number", label: W.contactPhone, type: "tel", value: "+62", required: true },
  ], W.send);
  if (answer) await send.body({ contact: { ...answer, last_name: null } });
}

async function pick(phone, title, emojis, then) {
  const emoji = await openDialog(phone, {
    title,
    body: (finish) => h("div", { class: "emoji-grid" }, emojis.map((one) => h("button", { type: "button", "aria-label": one, onclick: () => finish(one) }, one))),
    actions: [{ label: WORDS.cancel, value: null }],
  });
  if (emoji) await then(emoji);
}

async function makePoll(phone, send) {
  const answer = await ask(phone, W.media.poll, [
    { name: "question", label: W.pollQuestion, required: true },
    { name: "options", label: W.pollOptions, type: "textarea", required: true },
  ], W.send);
  const options = answer?.options.split("\n").map((line) => line.trim()).filter(Boolean) ?? [];
  if (options.length >= 2) await send.body({ poll: { question: answer.question, options } });
}

/** Chooses files (or a made one), a caption, and sends them; several become an album. */
export async function attachFiles(phone, kind, send, given = []) {
  let files = given;
  const caption = h("input", { type: "text", autocomplete: "off" });
  const list = h("div", { class: "chosen", role: "status" });
  const show = () => {
    const pictures = kind === "photo" ? files.map((file) => h("img", { src: URL.createObjectURL(file), alt: file.name })) : [];
    list.replaceChildren(...pictures, ...(kind === "photo" ? [] : files.map((file) => h("div", null, icon("file"), `${file.name} · ${size(file.size)}`))),
      ...(files.length ? [h("small", null, W.chosen(files.length))] : []));
  };
  const input = h("input", { type: "file", multiple: true, accept: kind === "photo" ? "image/*" : null, class: "hidden-words", onchange: () => {
    files = [...input.files].slice(0, MAX_FILES);
    show();
  } });
  const sample = h("button", { type: "button", class: "quiet", onclick: async () => {
    files = [...files, kind === "photo" ? await samplePicture(files.length) : new File([W.sampleText], W.sampleName, { type: "text/plain" })].slice(0, MAX_FILES);
    show();
  } }, kind === "photo" ? W.samplePhoto : W.sampleDocument);
  show();
  const agreed = await openDialog(phone, {
    title: W.media[kind],
    body: [h("div", { class: "file-choice" }, h("label", { class: "file-input" }, icon("file"), W.choose, input), sample), list, h("label", { class: "field" }, h("span", null, W.caption), caption)],
    actions: [{ label: WORDS.cancel, value: false }, { label: W.send, value: true, primary: true }],
  });
  if (agreed && files.length) await send.files(files, kind, caption.value.trim() ? { caption: caption.value.trim() } : {});
}

/** Draws a small picture, so that a photo can be sent without having one. */
async function samplePicture(number) {
  const canvas = h("canvas", { width: 640, height: 480 });
  const paint = canvas.getContext("2d");
  const sky = paint.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, `hsl(${190 + number * 40} 60% 70%)`);
  sky.addColorStop(1, `hsl(${40 + number * 30} 80% 85%)`);
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 640, 480);
  paint.fillStyle = "hsl(38 95% 62%)";
  paint.beginPath();
  paint.arc(450 - number * 90, 150, 55, 0, 7);
  paint.fill();
  for (const [hue, base, peak] of [[150, 330, 90], [160, 390, 60]]) {
    paint.fillStyle = `hsl(${hue} 35% ${base / 10}%)`;
    paint.beginPath();
    paint.moveTo(0, 480);
    for (let x = 0; x <= 640; x += 20) paint.lineTo(x, base - Math.sin(x / 90 + number + hue) * peak * 0.5 - Math.sin(x / 37) * 8);
    paint.lineTo(640, 480);
    paint.fill();
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return new File([blob], `contoh-${number + 1}.jpg`, { type: "image/jpeg" });
}

/** A second and a half of a soft tone, as a WAV file. */
function sampleVoice() {
  const rate = 8000;
  const samples = rate * 1.5;
  const bytes = new DataView(new ArrayBuffer(44 + samples * 2));
  const word = (at, text) => [...text].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  bytes.setUint32(4, 36 + samples * 2, true);
  word(8, "WAVEfmt ");
  [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, rate, 4], [28, rate * 2, 4], [32, 2, 2], [34, 16, 2]].forEach(([at, value, width]) => (width === 4 ? bytes.setUint32(at, value, true) : bytes.setUint16(at, value, true)));
  word(36, "data");
  bytes.setUint32(40, samples * 2, true);
  for (let i = 0; i < samples; i += 1) {
    bytes.setInt16(44 + i * 2, Math.sin((i / rate) * 2 * Math.PI * (300 + 80 * Math.sin(i / 900))) * 6000 * Math.sin((i / samples) * Math.PI), true);
  }
  return new File([bytes], "suara.wav", { type: "audio/wav" });
}

/** Records with the microphone, or sends a made sound where there is none. */
export async function recordVoice(phone, send) {
  let recorder = null;
  const chunks = [];
  const state = h("p", { role: "status" });
  let started = 0;
  const result = await openDialog(phone, {
    title: W.media.voice,
    body: (finish) => {
      const record = h("button", { type: "button", class: "record", onclick: async () => {
        if (recorder) {
          recorder.addEventListener("stop", () => finish({ blob: new Blob(chunks, { type: recorder.mimeType }), seconds: (Date.now() - started) / 1000 }));
          recorder.stop();
          return;
        }
        try {
          const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
          recorder = new MediaRecorder(stream);
        } catch {
          state.textContent = W.noMicrophone;
          return;
        }
        recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
        recorder.start();
        started = Date.now();
        record.replaceChildren(icon("send"), W.stop);
        state.textContent = W.recording;
      } }, icon("mic"), W.record);
      const sample = h("button", { type: "button", class: "quiet", onclick: () => finish({ blob: sampleVoice(), seconds: 1.5 }) }, W.sampleVoice);
      return [record, sample, state];
    },
    actions: [{ label: WORDS.cancel, value: null }],
  });
  recorder?.stream.getTracks().forEach((track) => track.stop());
  if (!result) return;
  const file = result.blob instanceof File ? result.blob : new File([result.blob], "suara.ogg", { type: result.blob.type || "audio/ogg" });
  await send.files([file], "voice", { duration: String(Math.max(1, Math.round(result.seconds))) });
}

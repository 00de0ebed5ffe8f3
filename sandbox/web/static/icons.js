// Line icons, drawn for this page; each is decoration beside words or inside a button that has a label.

const PATHS = {
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-6 16-3-7z",
  attach: "M8 12l6-6a3.5 3.5 0 0 1 5 5l-8 8a5 5 0 0 1-7-7l8-8",
  mic: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 12a6 6 0 0 0 12 0M12 18v3",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 13l4 4L19 7",
  checks: "M2 13l4 4L15 7M11 16l1.5 1L22 7",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2",
  contact: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20c1-4 4-5 7-5s6 1 7 5",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  photo: "M4 5h16v14H4zM4 16l5-5 5 5 2-2 4 4M15 9v.01",
  pin: "M12 21c-5-5-7-8-7-11a7 7 0 0 1 14 0c0 3-2 6-7 11zM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  poll: "M5 20V11M12 20V4M19 20v-6",
  dice: "M5 5h14v14H5zM9 9v.01M15 15v.01M15 9v.01M9 15v.01",
  sticker: "M5 4h14v9l-7 7H5zM19 13h-7v7M9 9v.01M14 9v.01",
  reply: "M10 6l-6 6 6 6M4 12h9c4 0 6 2 7 6",
  forward: "M14 6l6 6-6 6M20 12h-9c-4 0-6 2-7 6",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  copy: "M8 8h11v12H8zM16 8V4H5v12h3",
  keyboard: "M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M8 14h8",
  down: "M12 5v14M6 13l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  lock: "M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3",
  users: "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3 19c1-3 3-4 6-4s5 1 6 4M16 6a3 3 0 0 1 0 6M18 15c2 .5 3 2 3.500 4",
  menu: "M4 7h16M4 12h16M4 17h10",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  mask: "M4 8c3-2 5-1 8-1s5-1 8 1c0 5-2 8-4.500 8-2 0-2.500-2-3.500-2s-1.500 2-3.500 2C6 16 4 13 4 8zM8.500 11h.01M15.500 11h.01",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.500 6.500l11 11",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5",
  moon: "M19 14A8 8 0 0 1 10 5a8 8 0 1 0 9 9z",
  auto: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  topic: "M9 4L7 20M17 4l-2 16M4 9h16M3.500 15h16",
  refresh: "M19 8a8 8 0 1 0 1 6M20 4v5h-5",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  pushpin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
};

/** Returns one icon; hidden from screen readers, because the words beside it say the same. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

// A clause and its place in the picture of its row: each leads to the other.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

function originals() {
  return document.querySelector("#detail .originals");
}

// The boxes of the clauses' own lines come after the page: laying a page out takes a moment.
async function addClauseBoxes() {
  const pictures = originals();
  if (!pictures || pictures.dataset.asked) return;
  pictures.dataset.asked = "yes";
  const answer = await fetch(pictures.dataset.places).catch(() => undefined);
  if (!answer?.ok) return;
  for (const [anchor, boxes] of Object.entries(await answer.json())) {
    for (const [page, x0, top, x1, bottom] of boxes) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", "clause-box");
      rect.dataset.anchor = anchor;
      const edges = { x: x0, y: top, width: x1 - x0, height: bottom - top };
      for (const [name, value] of Object.entries(edges)) rect.setAttribute(name, value);
      pictures.querySelector(`svg[data-page="${page}"]`)?.append(rect);
    }
  }
  pictures.dataset.placed = "yes";
}

// What is chosen is marked in the record, among the cells and in the picture.
function mark(anchor, cell) {
  for (const one of document.querySelectorAll("#detail .chosen")) one.classList.remove("chosen");
  const boxes = originals()?.querySelectorAll(`.clause-box[data-anchor="${anchor}"]`) ?? [];
  const chosen = [...document.querySelectorAll(`#detail [data-anchor="${anchor}"]`)];
  if (!boxes.length) chosen.push(...originals().querySelectorAll(`.cell-box[data-cell="${cell}"]`));
  if (!anchor) chosen.push(...document.querySelectorAll(`#detail .cells dd[data-cell="${cell}"]`));
  for (const one of chosen) one.classList.add("chosen");
  return chosen;
}

// Scroll a picture until a box is seen in it, and the pane only where the picture is out of sight.
function showBox(rect) {
  const frame = rect.closest(".row-picture");
  const box = rect.getBoundingClientRect();
  const seen = frame.getBoundingClientRect();
  const margin = 24;
  if (box.left < seen.left + margin || box.right > seen.right - margin) {
    frame.scrollLeft += box.left - seen.left - margin;
  }
  if (box.top < seen.top + margin || box.bottom > seen.bottom - margin) {
    frame.scrollTop += box.top - seen.top - margin;
  }
  frame.scrollIntoView({ block: "nearest" });
}

function fromRecord(anchor, cell) {
  const rect = mark(anchor, cell).find((one) => one.localName === "rect");
  if (rect) showBox(rect);
}

function fromPicture(rect) {
  const cell = rect.dataset.cell;
  const first = cell && document.querySelector(`#detail .clauses li[data-cell="${cell}"]`);
  const anchor = rect.dataset.anchor ?? first?.dataset.anchor ?? "";
  const chosen = mark(anchor, cell ?? "");
  const inRecord = chosen.find((one) => one.localName === "li" || one.localName === "dd");
  inRecord?.scrollIntoView({ block: "center" });
  const link = inRecord?.querySelector("a.to-source");
  link?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (!originals()) return;
  const rect = event.target.closest(".clause-box, .cell-box");
  if (rect) {
    fromPicture(rect);
    return;
  }
  if (event.target.id === "fit-row") {
    const whole = document.body.classList.toggle("whole-row");
    event.target.setAttribute("aria-pressed", whole);
    return;
  }
  const link = event.target.closest(".to-source");
  const text = event.target.closest(".clauses li > p, .cell-text");
  if (!link && (!text || event.target.closest("a") || String(getSelection()))) return;
  if (link) event.preventDefault();
  const place = (link ?? event.target).closest("[data-anchor]");
  const within = (link ?? text).closest("[data-cell]");
  fromRecord(place?.dataset.anchor ?? "", within?.dataset.cell ?? "");
});

// Who corrects a cell sees it beside the field.
document.addEventListener(
  "toggle",
  (event) => {
    const cell = event.target.closest?.("dd[data-cell]");
    if (cell && event.target.open && originals()) fromRecord("", cell.dataset.cell);
  },
  true,
);

function shown() {
  const button = document.getElementById("fit-row");
  button?.setAttribute("aria-pressed", document.body.classList.contains("whole-row"));
  addClauseBoxes();
}

document.body.addEventListener("htmx:afterSettle", shown);
shown();

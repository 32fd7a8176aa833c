// What htmx does not do: dropping files, walking through rows by keyboard, keeping the focus.
"use strict";

document.body.classList.add("with-script");

const drop = document.getElementById("drop");
if (drop) {
  const input = document.getElementById("choose");
  const bar = document.getElementById("upload");
  const over = (on) => () => drop.classList.toggle("over", on);
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, over(true));
  for (const name of ["dragleave", "drop"]) document.addEventListener(name, over(false));
  takeDropped((files) => {
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  drop.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== drop) return;
    const large = [...input.files].find((file) => file.size > Number(drop.dataset.limit));
    if (!input.files.length || large) event.preventDefault();
    if (large) tell(`“${large.name}”超过上限，没有上传。请核对是不是选错了文件。`);
    else clearNotice();
  });
  drop.addEventListener("htmx:xhr:progress", (event) => {
    if (event.target !== drop || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  drop.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== drop) return;
    bar.hidden = true;
    input.value = "";
  });
}

// A file that is dropped anywhere never makes the browser leave the page for it.
function takeDropped(take) {
  const foreign = (event) =>
    event.dataTransfer.types.includes("Files") && !event.target.closest?.("input[type=file]");
  for (const name of ["dragenter", "dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!foreign(event)) return;
      event.preventDefault();
      if (name === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files);
    });
  }
}

if (!drop) takeDropped(send);

async function send(files) {
  const names = [...files].map((file) => `“${file.name}”`).join("、");
  const body = new FormData();
  for (const file of files) body.append("files", file);
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  tell(`正在放进 ${names}…`, "done");
  try {
    const answer = await fetch("/files", { method: "POST", body, headers });
    const text = await answer.text();
    if (answer.ok) {
      tell(`已放进清单：${names}。读得怎样，请看`, "done");
      const link = document.createElement("a");
      link.href = "/";
      link.textContent = "清单页";
      document.querySelector("#notice p").append(link, "。");
    } else {
      const said = new DOMParser().parseFromString(text, "text/html").body.textContent.trim();
      tell(`${names} 没有放进：${said}`);
    }
  } catch {
    tell(`${names} 没有放进：连不上程序，或文件太大、是文件夹。请在清单页选择文件。`);
  }
}

function tell(text, kind = "problem") {
  const paragraph = document.createElement("p");
  paragraph.className = kind;
  paragraph.textContent = text;
  document.getElementById("notice").replaceChildren(paragraph);
}

function clearNotice() {
  document.getElementById("notice").replaceChildren();
}

document.body.addEventListener("htmx:sendError", (event) => {
  // Refreshing would lose what a form has.
  const again = event.detail.requestConfig?.verb === "post" ? "再试，写的还在" : "刷新页面";
  tell(`连不上程序，可能已经关闭。请重新启动程序（dutylist serve）后${again}。`);
});
// Rows that come anew after a correction stand where they stood.
let rowsAt = 0;

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (target.id === "rows") rowsAt = requestConfig.elt.id === "filters" ? 0 : target.scrollTop;
  const form = requestConfig.elt.closest("#detail form");
  if (xhr.status >= 400 && form) {
    event.detail.shouldSwap = false;
    clearNotice();
    refuse(form, xhr.responseText, "");
  } else if (xhr.status >= 400) {
    document.getElementById("notice").scrollIntoView({ block: "nearest" });
  } else if (target.id === "detail" || requestConfig.verb === "post") {
    clearNotice();
  }
});

// The row whose duty is shown is marked, however it came there.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const { target, requestConfig } = event.detail;
  if (!target) return;
  if (target.id === "rows") document.getElementById("rows").scrollTop = rowsAt;
  const shown = document.querySelector("#detail .duty");
  const place = shown && shown.dataset.place.split("-");
  for (const link of document.querySelectorAll("#rows .name a")) {
    const path = link.pathname.split("/");
    const here = place && path.at(-1) === place[1] && path.at(-3) === place[0];
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (here && target.id === "detail") link.scrollIntoView({ block: "nearest" });
  }
  if (target.id !== "detail" || !shown || !requestConfig) return;
  if (requestConfig.verb === "post" && requestConfig.path.endsWith("/characters")) {
    // On to the next character, in this duty or by Enter in the next one.
    (document.querySelector(".doubt-text") || document.getElementById("next-finding"))?.focus();
    return;
  }
  if (requestConfig.verb === "post") {
    // What was corrected keeps the focus, where it stands now.
    const key = requestConfig.elt.closest("details")?.id;
    const summary = key && document.querySelector(`#${CSS.escape(key)} > summary`);
    (summary || document.getElementById("duty-name")).focus({ preventScroll: !key });
    return;
  }
  target.scrollTop = 0;
  if (["next-finding", "last-finding"].includes(requestConfig.elt.id)) {
    const first = document.querySelector(".doubt-text");
    if (first) {
      first.focus();
      first.select();
      return;
    }
  }
  const walked = document.activeElement && document.activeElement.closest("#rows");
  const narrow = matchMedia("(max-width: 900px)").matches;
  if (!walked || narrow) document.getElementById("duty-name").focus({ preventScroll: true });
  if (narrow) window.scrollTo(0, 0);
});

for (const chosen of document.querySelectorAll(".tabs [aria-current], #rows [aria-current]")) {
  chosen.scrollIntoView({ block: "nearest", inline: "center" });
}

// What is written in a form stays when it is refused: the sentence that says why stands beside it.
const WRITTEN = "textarea:not([hidden]), input:not([type]), input[type=text]";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.enctype.startsWith("multipart")) return;
  if (form.hasAttribute("hx-post") || !form.querySelector(WRITTEN)) return;
  if (form.querySelector("input[type=password]")) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
  try {
    const headers = { "X-Form": "1" };
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers });
    const where = answer.headers.get("X-Where");
    if (where) goOn(where, form);
    else refuse(form, await answer.text(), answer.headers.get("X-Field"));
  } catch {
    tell("连不上程序，可能已经关闭。请重新启动程序（dutylist serve）后再试，写的还在。");
    document.getElementById("notice").scrollIntoView({ block: "nearest" });
  }
  delete form.dataset.sent;
});

// The same page is loaded anew where it stands, so that the next line comes where this one was.
function goOn(where, form) {
  const to = new URL(where, location.href);
  if (to.pathname + to.search !== location.pathname + location.search) {
    location.assign(to.href);
    return;
  }
  // No browser may put what was written for this line into the next one.
  form.reset();
  history.replaceState(null, "", to.href);
  location.reload();
}

function refuse(form, text, id) {
  const said = new DOMParser().parseFromString(text, "text/html").querySelector(".problem");
  for (const one of form.querySelectorAll(".problem")) one.remove();
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  const why = document.createElement("p");
  why.className = "problem";
  why.setAttribute("role", "alert");
  why.textContent = said ? said.textContent.trim() : "页面已经过期，请刷新后再试。";
  const field = id && form.querySelector(`#${CSS.escape(id)}`);
  if (field) {
    field.setAttribute("aria-invalid", "true");
    field.after(why);
    field.focus();
  } else {
    form.append(why);
  }
  why.scrollIntoView({ block: "nearest" });
}

// After one finding the next one, which stands in its line now.
if (/^#finding-\d+$/.test(location.hash)) {
  document.querySelector(`${location.hash} summary`)?.focus({ preventScroll: true });
}

// A document takes seconds or minutes to make, and a browser says nothing until it comes: its answer
// brings a cookie with the ticket that was sent along.
const FILE = /\/(documents|books)\/|\/mirror\.|\/export$|\/workbook\.xlsx$/;
const MOST_SECONDS = 3600;
let begun = 0;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !FILE.test(link.pathname)) return;
  const address = new URL(link.href);
  address.searchParams.set("made", newTicket());
  link.href = address.href;
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.classList.contains("documents")) return;
  let field = form.querySelector("input[name=made]");
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: "made" });
    form.append(field);
  }
  field.value = newTicket();
});

function newTicket() {
  const ticket = String(Math.random()).slice(2, 14);
  begun = Date.now();
  const watch = setInterval(() => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    if (document.cookie.includes(`dutylist_made=${ticket}`)) {
      clearInterval(watch);
      tell("文件做好了，在浏览器的下载里，或新开的页面上。", "done");
      document.querySelector("#notice p").dataset.made = ticket;
      setTimeout(() => document.querySelector(`#notice [data-made="${ticket}"]`)?.remove(), 8000);
    } else if (seconds > MOST_SECONDS) {
      clearInterval(watch);
    } else {
      tellMaking(seconds);
    }
  }, 300);
  tellMaking(0);
  return ticket;
}

function tellMaking(seconds) {
  let shown = document.getElementById("making");
  if (!shown) {
    tell("正在制作文件，做好后浏览器会开始下载。", "done");
    document.querySelector("#notice p").id = "making";
    shown = document.getElementById("making");
    const count = document.createElement("span");
    count.setAttribute("aria-hidden", "true");
    shown.append(count);
  }
  shown.querySelector("span").textContent = seconds > 1 ? ` ${seconds} 秒` : "";
}

document.addEventListener("click", (event) => {
  const row = event.target.closest(".duties tbody tr");
  if (!row || event.target.closest("a") || String(getSelection())) return;
  row.querySelector(".name a").click();
});

// While an input method composes, its letters are no words yet; what is searched on every key needs
// no second search when the field is left.
document.addEventListener(
  "input",
  (event) => {
    if (event.isComposing) event.stopImmediatePropagation();
  },
  true,
);
document.addEventListener("compositionend", (event) => {
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener(
  "change",
  (event) => {
    if (event.isTrusted && event.target.id === "query") event.stopImmediatePropagation();
  },
  true,
);

// 1 to 9: correct that column; y: the finding is as printed; d: the first doubtful character.
function openForKey(key) {
  const detail = document.getElementById("detail");
  if (!detail) return false;
  const box = /^[1-9]$/.test(key)
    ? document.getElementById(`edit-cell-${key}`)
    : key === "y" && document.getElementById("settle-1");
  const found = key === "d" && detail.querySelector(".doubt-text");
  if (!box && !found) return false;
  if (box) box.open = true;
  // What has to be written comes before the button.
  const field =
    found || box.querySelector("textarea:not([hidden]), input[required][value=''], button");
  field.focus();
  field.scrollIntoView({ block: "center" });
  field.select?.();
  if (field.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
  return true;
}

// From the rows to the duty that is open, and back to its row. A picture scrolls by itself.
function goAcross(key, from) {
  const to =
    key === "ArrowRight" && from.closest("#rows")
      ? document.getElementById("duty-name")
      : key === "ArrowLeft" && from.closest("#detail") && !from.closest(".row-picture")
        ? document.querySelector("#rows [aria-current]")
        : undefined;
  to?.focus();
  return Boolean(to);
}

// A text of several lines is sent by Ctrl+Enter, as in a mail program.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const field = event.target.closest("textarea");
  if (!field || !field.form) return;
  event.preventDefault();
  field.form.requestSubmit();
});

// Esc shuts the form that the focus is in; what is written in it stays.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const box = event.target.closest(".edit[open]");
  // Where names are offered, it shuts these.
  if (!box || event.target.closest("[list]")) return;
  box.open = false;
  box.querySelector("summary").focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && !typing) {
    const query = document.getElementById("query");
    if (query) {
      event.preventDefault();
      query.select();
      query.focus();
    }
    return;
  }
  const finding = { n: "next-finding", p: "last-finding" }[event.key];
  if (finding && !typing) {
    document.getElementById(finding)?.click();
    return;
  }
  if (!typing && openForKey(event.key)) {
    event.preventDefault();
    return;
  }
  if (!typing && goAcross(event.key, event.target)) {
    event.preventDefault();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (typing && typing.id !== "query") return;
  const findings = [...document.querySelectorAll("#findings .to-duty")];
  if (findings.length && !typing) {
    const place = findings.indexOf(document.activeElement);
    const chosen = place < 0 ? findings[0] : findings[place + (event.key === "ArrowDown" ? 1 : -1)];
    if (!chosen) return;
    event.preventDefault();
    chosen.focus();
    return;
  }
  const rows = document.getElementById("rows");
  if (!rows || !(rows.contains(event.target) || (typing && typing.id === "query"))) return;
  const links = [...rows.querySelectorAll(".name a")];
  const at = links.indexOf(document.activeElement);
  const current = links.findIndex((link) => link.hasAttribute("aria-current"));
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = at >= 0 ? at + step : Math.max(current, 0);
  if (!links[next]) return;
  event.preventDefault();
  links[next].focus();
});

// Words typed before htmx listened would be lost; so would those a browser puts back on reloading.
document.addEventListener("DOMContentLoaded", () => {
  const query = document.getElementById("query");
  if (query && query.value !== query.defaultValue) {
    query.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

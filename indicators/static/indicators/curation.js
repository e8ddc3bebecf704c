// The work page: forms load beside the text without reloading it, words that are selected become
// citations, and keys do what buttons do. Without this script every link and button works, too.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-progress]")) {
    form.addEventListener("submit", () => {
      form.querySelector("[role=status]").textContent = form.dataset.progress;
    });
  }
  const intake = document.getElementById("intake");
  if (intake) intake.addEventListener("submit", takeIn);

  // Send a file with its progress: the bytes that went up, then a line for each page that was read.
  function takeIn(event) {
    event.preventDefault();
    const [bar, count, status, refused, button] = ["intake-progress", "intake-count", "intake-status",
      "intake-refused", "intake-button"].map((id) => document.getElementById(id));
    const request = new XMLHttpRequest();
    let done = 0;
    let ended = false;
    function end(reason) {
      bar.parentElement.hidden = true;
      button.disabled = false;
      status.textContent = "";
      refused.textContent = reason;
      refused.hidden = !reason;
    }
    function phase(words) { // for those who hear it: phases, not every page
      if (status.textContent !== words) status.textContent = words;
    }
    function heard(line) {
      if (line.pages) {
        bar.max = line.pages;
        bar.value = line.read;
        count.textContent = `page ${line.read} of ${line.pages}`;
        phase(`Reading ${line.pages} pages.`);
      }
      if (line.refused) end(line.refused);
      if (line.location) { phase("Read. Going on."); window.location.assign(line.location); }
      ended = ended || Boolean(line.refused || line.location);
    }
    request.upload.onprogress = (sent) => {
      bar.max = sent.total;
      bar.value = sent.loaded;
      count.textContent = `${Math.round(100 * sent.loaded / sent.total)} % sent`;
      phase("Sending the file.");
    };
    request.upload.onload = () => { bar.removeAttribute("value"); phase("Sent. Taking its text."); };
    const answers = () => request.getResponseHeader("Content-Type") === "application/jsonl";
    request.onprogress = () => {
      if (!answers()) return;
      const lines = request.responseText.slice(done).split("\n");
      done += request.responseText.length - done - lines.pop().length;
      for (const line of lines) heard(JSON.parse(line));
    };
    request.onload = () => {
      if (ended) return;
      const failure = answers() ? "broke off" : `answered ${request.status}; perhaps you are logged out`;
      if (request.status === 400) end(`${JSON.parse(request.responseText).detail} Nothing was taken.`);
      else end(`The service ${failure}: nothing was taken. Try again.`);
    };
    request.onerror = () => end("The connection broke off: nothing was taken. Try again.");
    request.open("POST", window.location.href);
    request.setRequestHeader("Accept", "application/jsonl");
    request.send(new FormData(intake));
    button.disabled = true;
    refused.hidden = true;
    bar.parentElement.hidden = false;
    bar.removeAttribute("value");
  }

  const work = document.getElementById("work");
  if (!work) return;
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const list = work.querySelector(".list");

  function showCurrent(key, scroll = true) {
    for (const link of list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    const line = list.querySelector(`[data-item="${CSS.escape(key)}"]`);
    if (line) { line.setAttribute("aria-current", "true"); line.scrollIntoView({ block: "nearest" }); }
    if (!text) return;
    for (const mark of text.querySelectorAll(".current")) mark.classList.remove("current");
    const marks = text.querySelectorAll(`[data-item="${CSS.escape(key)}"]`);
    for (const mark of marks) mark.classList.add("current");
    if (scroll && marks[0]) {
      const shift = marks[0].getBoundingClientRect().top - text.getBoundingClientRect().top;
      text.scrollTop += shift - text.clientHeight / 3;
    }
  }

  let asked = 0;
  async function show(key, scroll = true, places = []) {
    // What was typed stays: an item that is shown already is not asked for again.
    const same = panel.querySelector("input[name=item]")?.value === key;
    if (same && !places.length) { showCurrent(key, scroll); return; }
    const typed = same ? typedFields() : [];
    const mine = ++asked;
    const query = new URLSearchParams([["item", key], ...places.map((place) => ["place", place])]);
    const answer = await fetch(`${work.dataset.panel}?${query}`, { credentials: "same-origin" });
    const html = await answer.text();
    if (mine !== asked) return;
    panel.innerHTML = html;
    panel.scrollTop = 0;
    for (const [id, value] of typed) fill(document.getElementById(id), value);
    history.replaceState(null, "", `${work.dataset.home}?${query}`);
    showCurrent(key, scroll);
    panel.querySelector("#panel-title")?.focus({ preventScroll: true });
  }

  // What a person typed, so that reading the figure anew at another place leaves it alone.
  function typedFields() {
    const kept = [];
    for (const field of panel.querySelectorAll(".fields input, .fields select")) {
      const before = field.type === "checkbox" ? field.defaultChecked : field.tagName === "SELECT"
        ? [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value
        : field.defaultValue;
      const now = field.type === "checkbox" ? field.checked : field.value;
      if (now !== before) kept.push([field.id, now]);
    }
    return kept;
  }

  function fill(field, value) {
    if (!field) return;
    if (field.type === "checkbox") field.checked = value === true || value === "true";
    else field.value = value;
  }

  // Offsets count code points; JavaScript counts UTF-16 units.
  function offset(node, units) {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || !text.contains(piece)) return null;
    const before = node.nodeType === Node.TEXT_NODE ? piece.textContent.slice(0, units) : "";
    return Number(piece.dataset.start) + [...before].length;
  }

  function selected() {
    const selection = window.getSelection();
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    const words = range.toString();
    if (start === null || end === null || start >= end) return null;
    const ahead = [...words].length - [...words.trimStart()].length;
    const behind = [...words].length - [...words.trimEnd()].length;
    return { start: start + ahead, end: end - behind, words: words.trim() };
  }

  function cite(role, start, end, words) {
    const template = panel.querySelector("#cite-template");
    if (!template) return false;
    const row = template.content.firstElementChild.cloneNode(true);
    if (role) row.querySelector("select").value = role;
    row.querySelector("q").textContent = words;
    const [from, to] = row.querySelectorAll("input");
    from.value = start;
    to.value = end;
    panel.querySelector("#cites").append(row);
    row.querySelector("select").focus();
    return true;
  }

  // The role that the words most likely have; a person may choose another one.
  async function citeSelection() {
    const words = selected();
    if (!words) return;
    const cited = [...panel.querySelectorAll("#cites select")].map((select) => ["cited", select.value]);
    const query = new URLSearchParams([["start", words.start], ["end", words.end], ...cited]);
    const answer = await fetch(`${work.dataset.role}?${query}`, { credentials: "same-origin" });
    cite(answer.ok ? await answer.text() : "", words.start, words.end, words.words);
  }

  function moreOperands() {
    const operands = panel.querySelector(".operands");
    const line = operands.lastElementChild.cloneNode(true);
    const input = line.querySelector("input");
    input.value = "";
    input.setAttribute("aria-label", `Operand ${operands.children.length + 1}`);
    line.querySelector("small")?.remove();
    operands.append(line);
    input.focus();
  }

  work.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const places = item.dataset.places ? item.dataset.places.split(" ") : [];
      show(item.dataset.item, !text?.contains(item), places);
      return;
    }
    const choice = event.target.closest("[data-fill]");
    if (choice) {
      const field = document.getElementById(`id_${choice.dataset.fill}`);
      fill(field, choice.dataset.value);
      field?.focus();
    }
    event.target.closest(".remove-cite")?.closest(".cite").remove();
    if (event.target.closest("#cite-selection")) citeSelection();
    if (event.target.closest("#more-operands")) moreOperands();
    if (event.target.closest("#help-button")) toggleHelp();
  });

  // A click on a button would empty the selection before it is read.
  work.addEventListener("mousedown", (event) => {
    if (event.target.closest("#cite-selection")) event.preventDefault();
  });

  function toggleHelp() {
    const help = document.getElementById("help");
    help.hidden = !help.hidden;
    document.getElementById("help-button").setAttribute("aria-expanded", String(!help.hidden));
  }

  function step(by) {
    const lines = [...list.querySelectorAll("[data-item]")].filter((line) => line.offsetParent);
    const at = lines.findIndex((line) => line.hasAttribute("aria-current"));
    const next = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
    if (next) show(next.dataset.item);
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    e: () => panel.querySelector("#id_indicator, #id_relation")?.focus(),
    c: citeSelection,
    n: () => { const words = selected(); if (words) show(`s${words.start}-${words.end}`, false); },
    m: () => { const words = selected(); if (words) show(`k${words.start}-${words.end}`, false); },
    "?": toggleHelp,
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { document.activeElement?.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const button = work.querySelector(`button[data-shortcut="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); return; }
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  const current = panel.querySelector("input[name=item]")?.value;
  if (current) showCurrent(current);
})();

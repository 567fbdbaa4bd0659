
"use strict";

(() => {
  const started = performance.now();
  const byId = id => document.getElementById(id);

  // The columns of a row in the page's data.
  const OUTCOME = 0, USERNAME = 1, PROVIDER = 2, VALUE = 3, TIME = 4, SIGN_IN = 5, ERROR_ID = 6, REASON = 7, CAUSE = 8,
    ATTEMPTS = 9, THROTTLED = 10, PROVIDER_TYPE = 11, ATTRIBUTE_NAME = 12, POOL = 13, RUN = 14, REQUEST_ID = 15, RECOVERY = 16, WAY = 17;
  const TEXTS = new Set([PROVIDER, SIGN_IN, ERROR_ID, PROVIDER_TYPE, ATTRIBUTE_NAME, POOL, RUN, RECOVERY]);
  // What is longer than anybody reads in a row; "more" shows all of it.
  const LONGEST = 200;
  const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

  setUpTheme();
  setUpPrint();
  if (byId("data")) {
    setUpTable(JSON.parse(byId("data").textContent));
  }

  document.documentElement.dataset.ready = (performance.now() - started).toFixed(0);
  document.documentElement.dataset.shown = performance.now().toFixed(0);

  function setUpTheme() {
    const button = byId("theme");
    const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.addEventListener("click", () => {
      document.documentElement.dataset.theme = isDark() ? "light" : "dark";
      name();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
    button.hidden = false;
    name();
  }

  function setUpPrint() {
    byId("print").hidden = false;
    byId("print").addEventListener("click", () => print());
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details.run:not([open])")];
      opened.forEach(each => { each.open = true; });
    });
    addEventListener("afterprint", () => opened.forEach(each => { each.open = false; }));
  }

  // What cannot be seen is shown by its code, and no text turns the direction of the text around it.
  function visible(text) {
    return text.replace(HIDDEN, letter => "[U+" + letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "]");
  }

  function short(text) {
    const letters = text !== null && text.length > LONGEST ? [...text.slice(0, LONGEST + 1)] : null;
    return letters === null ? text : letters.slice(0, LONGEST).join("") + "…";
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) {
      made.textContent = visible(String(text));
    }
    if (className) {
      made.className = className;
    }
    return made;
  }

  function setUpTable(data) {
    const { outcomes, ways, rows, texts } = data;
    const number = new Intl.NumberFormat("en-US");
    const collator = new Intl.Collator("en", { numeric: true });
    const text = (row, column) => TEXTS.has(column) ? texts[row[column]] ?? null : column === WAY ? ways[row[WAY]]?.[1] ?? null : row[column];
    const time = row => new Date(row[TIME]).toISOString().replace("T", " ").slice(0, 19);
    const columns = [
      { name: "Outcome", column: OUTCOME, order: row => outcomes[row[OUTCOME]][1] },
      { name: "User", column: USERNAME },
      { name: "Provider", column: PROVIDER },
      { name: "Subject", column: VALUE },
      { name: "Other sign-in", column: SIGN_IN },
      { name: "Time (UTC)", column: TIME },
      { name: "Why", column: REASON, order: row => (text(row, ERROR_ID) ?? "") + " " + (row[REASON] ?? "") },
    ];
    const details = [["Password reset by", RECOVERY], ["Can sign in now", WAY], ["Error id", ERROR_ID], ["Provider type", PROVIDER_TYPE], ["Attribute name", ATTRIBUTE_NAME], ["User pool", POOL],
      ["Requests", ATTEMPTS], ["of them throttled", THROTTLED], ["Request id", REQUEST_ID], ["Run", RUN]];
    let shown = [];
    let page = 0;
    let haystacks = null;

    const haystack = row => [row[USERNAME], row[VALUE], text(row, PROVIDER), text(row, ERROR_ID), row[REASON], row[REQUEST_ID], text(row, POOL)]
      .filter(part => part !== null).join("\n").toLowerCase();

    function choose() {
      const words = byId("search").value.trim().toLowerCase();
      const outcome = byId("outcome").value === "" ? null : Number(byId("outcome").value);
      const provider = byId("provider").value === "" ? null : Number(byId("provider").value);
      const cause = byId("cause").value === "" ? null : Number(byId("cause").value);
      const way = byId("way").value === "" ? null : Number(byId("way").value);
      if (words !== "" && haystacks === null) {
        haystacks = new Map(rows.map(row => [row, haystack(row)]));
      }
      shown = rows.filter(row => (outcome === null || row[OUTCOME] === outcome)
        && (provider === null || row[PROVIDER] === provider)
        && (cause === null || row[CAUSE] === cause)
        && (way === null || row[WAY] === way)
        && (words === "" || haystacks.get(row).includes(words)));
      sort();
      page = 0;
      show();
    }

    // The list says what is sorted by: a column's number, with a minus before it from the last to the first; without one, what needs attention comes first.
    function sort() {
      const by = byId("sort").value;
      const descending = by.startsWith("-");
      const sortedBy = by === "" ? { order: row => outcomes[row[OUTCOME]][3] } : columns[Math.abs(by) - 1];
      const key = sortedBy.order ?? (row => text(row, sortedBy.column));
      [...byId("table").tHead.rows[0].cells].forEach((th, index) => {
        if (columns[index] === sortedBy) {
          th.setAttribute("aria-sort", descending ? "descending" : "ascending");
        } else {
          th.removeAttribute("aria-sort");
        }
      });
      const keyed = shown.map((row, index) => ({ row, index, key: key(row) }));
      const sign = descending ? -1 : 1;
      keyed.sort((left, right) => sign * compare(left.key, right.key) || left.index - right.index);
      shown = keyed.map(each => each.row);
    }

    function compare(left, right) {
      if (left === right) {
        return 0;
      }
      if (left === null || right === null) {
        return left === null ? 1 : -1;
      }
      return typeof left === "number" ? left - right : collator.compare(left, right);
    }

    function show() {
      const size = Number(byId("size").value);
      const pages = Math.max(1, Math.ceil(shown.length / size));
      const body = byId("table").tBodies[0];
      page = Math.min(Math.max(page, 0), pages - 1);
      body.replaceChildren(...shown.slice(page * size, (page + 1) * size).map(line));
      const last = Math.min(shown.length, (page + 1) * size);
      byId("count").textContent = (shown.length === 0 ? "No rows" : "Rows " + number.format(page * size + 1) + "–" + number.format(last) + " of " + number.format(shown.length))
        + (shown.length < rows.length ? " chosen from " + number.format(rows.length) : "")
        + (rows.length < data.all ? "; " + number.format(data.all) + " sign-ins in total" : "");
      byId("page").textContent = "Page " + number.format(page + 1) + " of " + number.format(pages);
      // Not disabled, which would take the focus away from who turns the pages by keyboard.
      for (const [id, isEnd] of [["first", page === 0], ["previous", page === 0], ["next", page === pages - 1], ["last", page === pages - 1]]) {
        byId(id).setAttribute("aria-disabled", String(isEnd));
      }
    }

    function line(row) {
      const tr = document.createElement("tr");
      for (const { name, column } of columns) {
        const td = document.createElement(column === USERNAME ? "th" : "td");
        td.dataset.name = name;
        if (column === USERNAME) {
          td.scope = "row";
        }
        if (column === OUTCOME) {
          const [id, label, look] = outcomes[row[OUTCOME]];
          td.className = "outcome";
          td.dataset.outcome = id;
          td.append(sample(look), label);
        } else if (column === TIME) {
          td.append(element("time", time(row)));
        } else if (column === REASON) {
          const line = element("div", null, "line");
          line.append(element("bdi", short(text(row, ERROR_ID) ?? row[REASON] ?? "")), more(tr, row));
          td.className = "reason";
          td.append(line);
        } else {
          const value = text(row, column);
          td.append(value === null ? "–" : element("bdi", short(value)));
          td.classList.toggle("none", value === null);
          if (value !== null) {
            td.title = visible(short(value));
          }
        }
        tr.append(td);
      }
      return tr;
    }

    function sample(look) {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 16 16");
      svg.setAttribute("class", "sample mark");
      svg.setAttribute("aria-hidden", "true");
      for (const [name, value] of [["class", "c-" + look], ["fill", "url(#p-" + look + ")"]]) {
        const rectangle = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        rectangle.setAttribute("width", "16");
        rectangle.setAttribute("height", "16");
        rectangle.setAttribute(name, value);
        svg.append(rectangle);
      }
      return svg;
    }

    function more(tr, row) {
      const button = element("button", "more", "more");
      const name = () => button.setAttribute("aria-label", visible(button.textContent + " about " + short(row[USERNAME] ?? row[VALUE]) + ", " + short(text(row, PROVIDER))));
      button.type = "button";
      button.setAttribute("aria-expanded", "false");
      name();
      button.addEventListener("click", () => {
        const isOpen = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", String(!isOpen));
        button.textContent = isOpen ? "more" : "less";
        name();
        if (isOpen) {
          tr.nextSibling.remove();
        } else {
          tr.after(detail(row));
        }
      });
      return button;
    }

    function detail(row) {
      const list = document.createElement("dl");
      for (const [name, column] of [...columns.slice(1).map(({ name, column }) => [name, column]), ...details]) {
        const value = column === TIME ? time(row) : text(row, column);
        if (value !== null) {
          const dd = document.createElement("dd");
          dd.append(element("bdi", value));
          list.append(element("dt", name), dd);
        }
      }
      const tr = element("tr", null, "detail");
      const td = document.createElement("td");
      td.colSpan = columns.length;
      td.append(list);
      tr.append(td);
      return tr;
    }

    // A spreadsheet takes what begins so for a formula.
    function field(value) {
      const plain = value === null || value === undefined ? "" : String(value);
      const safe = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(plain) ? "'" + plain : plain;
      return '"' + safe.replaceAll('"', '""') + '"';
    }

    function csv() {
      const names = ["Outcome", "UserPoolId", "Username", "ProviderName", "ProviderType", "ProviderAttributeName", "ProviderAttributeValue",
        "SignInAfterUnlink", "Recovery", "SignInNow", "Time", "ErrorId", "Reason", "Attempts", "Throttled", "RequestId", "Run"];
      const order = [POOL, USERNAME, PROVIDER, PROVIDER_TYPE, ATTRIBUTE_NAME, VALUE, SIGN_IN, RECOVERY, WAY, TIME, ERROR_ID, REASON, ATTEMPTS, THROTTLED, REQUEST_ID, RUN];
      const lines = [names.map(field).join(",")];
      for (const row of shown) {
        lines.push([outcomes[row[OUTCOME]][0], ...order.map(column => column === TIME ? new Date(row[TIME]).toISOString() : column === WAY ? ways[row[WAY]]?.[0] : text(row, column))].map(field).join(","));
      }
      return "\uFEFF" + lines.join("\r\n") + "\r\n";
    }

    function download() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
      link.download = ["identities", ...outcomes.filter(([, , , , leftOut]) => leftOut > 0).map(([id, , , , leftOut]) => "without-" + leftOut + "-" + id)].join("-") + ".csv";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }

    function option(select, value, label) {
      const made = element("option", label);
      made.value = value;
      byId(select).append(made);
    }

    function setUpFilters() {
      const counts = new Map();
      const providers = new Map();
      const causes = new Map();
      const inUse = new Map();
      for (const row of rows) {
        counts.set(row[OUTCOME], (counts.get(row[OUTCOME]) ?? 0) + 1);
        providers.set(row[PROVIDER], (providers.get(row[PROVIDER]) ?? 0) + 1);
        inUse.set(row[WAY], (inUse.get(row[WAY]) ?? 0) + 1);
        if (row[CAUSE] >= 0) {
          const cause = causes.get(row[CAUSE]);
          causes.set(row[CAUSE], cause ? { ...cause, count: cause.count + 1 } : { row, count: 1 });
        }
      }
      [...counts].sort(([left], [right]) => left - right).forEach(([id, count]) => option("outcome", id, outcomes[id][1] + " (" + number.format(count) + ")"));
      [...providers].sort(([left], [right]) => collator.compare(texts[left], texts[right])).forEach(([id, count]) => option("provider", id, texts[id] + " (" + number.format(count) + ")"));
      [...causes].forEach(([id, { row, count }]) => option("cause", id, outcomes[row[OUTCOME]][1] + ": " + (text(row, ERROR_ID) ?? (row[REASON] ?? "no reason given").slice(0, 40)) + " (" + number.format(count) + ")"));
      [...inUse].filter(([id]) => id >= 0).sort(([left], [right]) => left - right).forEach(([id, count]) => option("way", id, ways[id][1] + " (" + number.format(count) + ")"));
      byId("cause").disabled = causes.size === 0;
      for (const button of document.querySelectorAll("button.rows")) {
        const held = causes.get(Number(button.dataset.cause))?.count ?? 0;
        if (held === 0) {
          button.replaceWith(element("span", "not included in the table", "hint"));
          continue;
        }
        if (held < Number(button.dataset.items)) {
          button.textContent = "Show " + number.format(held) + " of " + number.format(button.dataset.items) + " rows";
        }
        button.hidden = false;
        button.addEventListener("click", () => {
          for (const each of byId("filters").querySelectorAll("input, select:not(#size, #sort)")) {
            each.value = each.id === "cause" ? button.dataset.cause : "";
          }
          choose();
          byId("items").scrollIntoView();
          byId("rows").focus({ preventScroll: true });
        });
      }
    }

    function setUpHead() {
      columns.forEach((column, index) => {
        const th = document.createElement("th");
        const button = element("button", column.name);
        th.scope = "col";
        th.dataset.title = column.name;
        button.type = "button";
        button.addEventListener("click", () => {
          byId("sort").value = byId("sort").value === String(index + 1) ? "-" + (index + 1) : index + 1;
          choose();
        });
        th.append(button);
        byId("table").tHead.rows[0].append(th);
        option("sort", index + 1, column.name);
        option("sort", "-" + (index + 1), column.name + ", descending");
      });
    }

    function turnTo(id, target) {
      byId(id).addEventListener("click", () => {
        if (byId(id).getAttribute("aria-disabled") === "false") {
          page = target();
          show();
        }
      });
    }

    setUpHead();
    setUpFilters();
    let waiting = 0;
    byId("search").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(choose, 120);
    });
    ["outcome", "provider", "way", "cause", "sort"].forEach(id => byId(id).addEventListener("change", choose));
    byId("size").addEventListener("change", () => { page = 0; show(); });
    byId("filters").addEventListener("submit", event => { event.preventDefault(); choose(); });
    byId("filters").addEventListener("reset", () => setTimeout(choose));
    byId("csv").addEventListener("click", download);
    turnTo("first", () => 0);
    turnTo("previous", () => page - 1);
    turnTo("next", () => page + 1);
    turnTo("last", () => Infinity);
    byId("filters").hidden = byId("table").hidden = byId("pages").hidden = false;
    choose();
  }
})();

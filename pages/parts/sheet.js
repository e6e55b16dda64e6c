// Draws the rows that it is handed as text, never as HTML, and says which marked cell was clicked.
const seen = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".sheet");
  const table = document.createElement("table");
  const head = table.insertRow();
  for (const name of ["", ...data.columns]) head.appendChild(document.createElement("th")).textContent = name;
  let focus = null;
  for (const row of data.rows) {
    const line = table.insertRow();
    line.appendChild(document.createElement("th")).textContent = row.number;
    for (const [text, address, classes, span] of row.cells) {
      const cell = line.insertCell();
      cell.textContent = text;
      cell.className = classes;
      if (span > 1) cell.colSpan = span;
      const marked = data.marks[address];
      if (marked) {
        cell.dataset.sign = marked.sign;
        cell.title = marked.says;
        cell.tabIndex = 0;
        cell.setAttribute("role", "button");
        cell.setAttribute("aria-label", `${address} ${text} ${marked.says}`);
        cell.onclick = () => setTriggerValue("cell", address);
        cell.onkeydown = (event) => { if (event.key === "Enter") setTriggerValue("cell", address); };
      }
      if (address && address === data.focus) { cell.classList.add("focus"); focus = cell; }
    }
  }
  const [left, top] = [box.scrollLeft, box.scrollTop];
  box.setAttribute("aria-label", data.label);
  box.replaceChildren(table);
  box.scrollTo(left, top);
  const before = seen.get(parentElement);
  seen.set(parentElement, data.jump);
  if (before === data.jump) return;
  const finding = data.reveal && document.querySelector(`.st-key-${CSS.escape(data.reveal)}`);
  if (finding) reveal(finding);
  if (!focus) return;
  if (before === undefined) {  // first drawn: show the cell, but leave the page where the person is reading
    const beside = focus.offsetLeft + focus.offsetWidth > box.clientWidth;
    const below = focus.offsetTop + focus.offsetHeight > box.clientHeight;
    box.scrollTo(beside ? focus.offsetLeft - box.clientWidth / 2 : 0, below ? focus.offsetTop - box.clientHeight / 2 : 0);
  } else {
    focus.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

// The finding is brought up within its own list only: the page stays at the sheet.
function reveal(finding) {
  let list = finding.parentElement;
  while (list && !(list.scrollHeight > list.clientHeight + 1 && getComputedStyle(list).overflowY === "auto"))
    list = list.parentElement;
  if (!list || list.querySelector('[data-testid="stMainBlockContainer"]')) return;
  list.scrollTo(0, finding.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop - 8);
}

// Draws the matrix that it is handed as text, never as HTML, and says which cell or row was clicked.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".matrix");
  const table = document.createElement("table");
  if (data.columns.length > 30) table.className = "many";
  const head = table.createTHead().insertRow();
  const th = (row, text, classes) => {
    const cell = document.createElement("th");
    cell.className = classes;
    const inner = document.createElement("span");  // upright letters below each other: a name is never turned
    inner.textContent = text;
    cell.appendChild(inner);
    row.appendChild(cell);
    return cell;
  };
  th(head, data.corner, "corner").scope = "col";
  for (const name of data.counts) th(head, name, "upright count").scope = "col";
  for (const column of data.columns) th(head, column.name, "upright").scope = "col";
  const body = table.createTBody();
  const grid = [];
  let first = null;
  const press = (cell, clause, unit) => {
    const tell = () => {
      setTriggerValue("cell", [clause, unit]);
      document.querySelector(`.st-key-${CSS.escape(data.reveal)}`)?.scrollIntoView({ behavior: "smooth", block: "start" });
    };
    cell.tabIndex = -1;
    cell.onclick = tell;
    cell.onkeydown = (event) => {
      const [r, c] = cell.place;
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (event.key === "Enter" || event.key === " ") tell();
      else if (step && grid[r + step[0]]?.[c + step[1]]) grid[r + step[0]][c + step[1]].focus();
      else return;
      event.preventDefault();
    };
  };
  for (const row of data.rows) {
    const line = body.insertRow();
    const cells = [];
    const name = th(line, row.head, "head");
    name.scope = "row";
    name.title = row.title;
    name.setAttribute("role", "button");
    name.setAttribute("aria-label", `${row.head}，${row.title}`);
    press(name, row.code, "");
    cells.push(name);
    row.counts.forEach((count) => {
      const cell = line.insertCell();
      cell.className = count ? "count" : "count none";
      cell.textContent = count || "0";
    });
    row.kinds.forEach((kind, i) => {
      const cell = line.insertCell();
      const column = data.columns[i];
      const words = data.words[kind];
      cell.textContent = row.out[i] ? "" : words.sign;
      cell.className = row.out[i] ? "out" : kind;
      cell.title = `${row.head}\n${column.name}：${words.word}`;
      cell.setAttribute("role", "button");
      cell.setAttribute("aria-label", `${row.head}，${column.name}：${words.word}`);
      press(cell, row.code, column.code);
      cells.push(cell);
      if (data.chosen[0] === row.code && data.chosen[1] === column.code) first = cell;
    });
    if (data.chosen[0] === row.code) {
      line.classList.add("chosen");
      first = first || name;
    }
    cells.forEach((cell, c) => { cell.place = [grid.length, c]; });
    grid.push(cells);
  }
  if (first) first.classList.add("chosen");
  const start = first || grid[0]?.[0];
  if (start) start.tabIndex = 0;
  const [left, top] = [box.scrollLeft, box.scrollTop];
  box.setAttribute("aria-label", data.label);
  box.replaceChildren(table);
  box.scrollTo(left, top);
}

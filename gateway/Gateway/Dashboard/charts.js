// Charts as SVG, drawn from numbers and nothing else. What they show is also there as text: in a table, and read out while one moves over it.

const Namespace = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(Namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }

  element.append(...children);
  return element;
}

/** Round numbers from at or below `low` to at or above `high`, about `count` of them. */
export function ticksOf(low, high, count) {
  const rough = (high - low) / count || 1;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find(factor => factor * magnitude >= rough) * magnitude;
  const ticks = [];
  for (let index = Math.floor(low / step); index <= Math.ceil(high / step); index++) {
    // Adding zero turns -0 into 0, which is written without a sign.
    ticks.push(index * step + 0);
  }

  return ticks;
}

/** A line without axes: how a figure went, beside the figure itself. Days without a value are gaps. */
export function sparkline(values) {
  const width = 200;
  const height = 42;
  const known = values.filter(value => value !== null);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  if (known.length < 2) {
    return picture;
  }

  const low = Math.min(...known, 0);
  const high = Math.max(...known);
  const x = index => (index / (values.length - 1)) * width;
  const y = value => height - 2 - ((value - low) / (high - low || 1)) * (height - 4);
  const runs = [];
  values.forEach((value, index) => {
    if (value === null) {
      runs.push([]);
    } else {
      (runs.at(-1) ?? (runs.push([]), runs.at(-1))).push([x(index), y(value)]);
    }
  });
  for (const run of runs.filter(points => points.length > 1)) {
    const line = run.map(([px, py]) => `${px.toFixed(2)} ${py.toFixed(2)}`).join(" L");
    picture.append(
      svg("path", { class: "spark-area", d: `M${run[0][0].toFixed(2)} ${y(low).toFixed(2)} L${line} L${run.at(-1)[0].toFixed(2)} ${y(low).toFixed(2)} Z` }),
      svg("path", { class: "spark-line", d: `M${line}` }));
  }

  return picture;
}

/**
 * Columns over time: what came in upwards, what went back downwards.
 * @param host Where the chart goes; it is drawn anew when the place's width changes.
 * @param data `{ columns: [{ label, up, down, tip: [title, ...lines] }], describe, formatTick }`
 */
export class ColumnChart {
  #host;
  #data;
  #chosen = null;
  #hits = [];
  #tip = document.createElement("div");
  #spoken = document.createElement("p");

  constructor(host) {
    this.#host = host;
    this.#tip.className = "tip";
    this.#tip.hidden = true;
    this.#spoken.className = "unseen";
    this.#spoken.setAttribute("role", "status");
    new ResizeObserver(() => this.#data && this.#draw()).observe(host);
  }

  show(data) {
    if (this.#data?.columns.length !== data.columns.length) {
      this.#chosen = null;
    }

    this.#data = data;
    this.#draw();
  }

  #draw() {
    const { columns, describe, formatTick } = this.#data;
    const hadFocus = this.#host.contains(document.activeElement);
    const width = Math.max(this.#host.clientWidth, 240);
    const height = width < 560 ? 230 : 280;
    const margin = { top: 10, right: 4, bottom: 26, left: 58 };
    const ticks = ticksOf(-Math.max(0, ...columns.map(column => column.down)), Math.max(0, ...columns.map(column => column.up)) || 1, 4);
    const [low, high] = [ticks[0], ticks.at(-1)];
    const y = value => margin.top + ((high - value) / (high - low || 1)) * (height - margin.top - margin.bottom);
    const step = (width - margin.left - margin.right) / columns.length;
    const bar = Math.max(1, Math.min(step * 0.7, 44));

    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", tabindex: "0", "aria-label": `${describe}. Arrow keys move through it.` });
    for (const tick of ticks) {
      const text = svg("text", { class: "axis", x: margin.left - 8, y: y(tick) + 4, "text-anchor": "end" });
      text.textContent = formatTick(tick);
      picture.append(svg("line", { class: tick === 0 ? "zero" : "grid", x1: margin.left, x2: width - margin.right, y1: y(tick), y2: y(tick) }), text);
    }

    const labelEvery = Math.ceil(columns.length / Math.max(2, Math.floor((width - margin.left) / 78)));
    this.#hits = columns.map((column, index) => {
      const left = margin.left + index * step;
      const middle = left + (step - bar) / 2;
      if (column.up) {
        picture.append(svg("rect", { class: "figure-revenue", x: middle, width: bar, y: y(column.up), height: Math.max(1, y(0) - y(column.up)), rx: Math.min(3, bar / 4) }));
      }

      if (column.down) {
        picture.append(svg("rect", { class: "figure-refunds", x: middle, width: bar, y: y(0), height: Math.max(1, y(-column.down) - y(0)), rx: Math.min(3, bar / 4) }));
      }

      // Counted from the newest, which is the one that people look for.
      if ((columns.length - 1 - index) % labelEvery === 0) {
        const isLast = index === columns.length - 1 && step < 60;
        const label = svg("text", { class: "axis", x: isLast ? width - margin.right : left + step / 2, y: height - 8, "text-anchor": isLast ? "end" : "middle" });
        label.textContent = column.label;
        picture.append(label);
      }

      const hit = svg("rect", { class: "hit", x: left, width: step, y: margin.top, height: height - margin.top - margin.bottom, rx: Math.min(4, step / 4) });
      hit.addEventListener("pointerenter", () => this.#choose(index, false));
      picture.append(hit);
      return hit;
    });
    picture.addEventListener("pointerleave", () => this.#choose(null, false));
    picture.addEventListener("blur", () => this.#choose(null, false));
    picture.addEventListener("keydown", event => this.#move(event));

    this.#host.replaceChildren(picture, this.#tip, this.#spoken);
    if (hadFocus) {
      picture.focus({ preventScroll: true });
    }

    this.#choose(this.#chosen, false);
  }

  #move(event) {
    const last = this.#hits.length - 1;
    const from = this.#chosen ?? last + 1;
    const to = { ArrowLeft: from - 1, ArrowRight: this.#chosen === null ? last : from + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#choose(Math.min(Math.max(to, 0), last), true);
    } else if (event.key === "Escape") {
      this.#choose(null, false);
    }
  }

  #choose(index, isSpoken) {
    this.#hits[this.#chosen]?.classList.remove("chosen");
    this.#chosen = index;
    this.#tip.hidden = index === null;
    if (index === null) {
      return;
    }

    const hit = this.#hits[index];
    hit.classList.add("chosen");
    const [title, ...lines] = this.#data.columns[index].tip;
    const strong = document.createElement("strong");
    strong.textContent = title;
    this.#tip.replaceChildren(strong, ...lines.flatMap((line, at) => at ? [document.createElement("br"), line] : [line]));
    const middle = Number(hit.getAttribute("x")) + Number(hit.getAttribute("width")) / 2;
    const room = this.#host.clientWidth - this.#tip.offsetWidth;
    const beside = middle + 14 + this.#tip.offsetWidth > this.#host.clientWidth ? middle - 14 - this.#tip.offsetWidth : middle + 14;
    this.#tip.style.left = `${Math.max(0, Math.min(room, beside))}px`;
    if (isSpoken) {
      this.#spoken.textContent = [title, ...lines].join(", ");
    }
  }
}

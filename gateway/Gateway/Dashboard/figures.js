// Figures to elements. Text is only ever set as text, so nothing that a customer wrote can become markup.

import { sparkline } from "./charts.js";
import * as format from "./format.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") {
      made.className = value;
    } else {
      made.setAttribute(key, value);
    }
  }

  made.append(...children);
  return made;
}

/** Large enough for a bar of a few hundred pixels; what is written beside it is exact. */
const height = amount => Number(amount.amount);

const StatusTone = {
  CAPTURED: "good", AUTHORIZED: "info", PROCESSING: "info", PENDING: "info", HELD: "warn", REQUIRES_ACTION: "warn", DISPUTED: "bad", FAILED: "bad",
};
const RiskTone = { LOW: "good", MEDIUM: "info", HIGH: "warn", CRITICAL: "bad" };

const chip = (code, tones) => element("span", { class: `chip ${tones[code] ?? ""}` }, format.words(code));

function change(growth) {
  if (growth === null || growth === undefined) {
    return ["No comparison with the days before"];
  }

  const arrow = growth >= 0 ? "▲" : "▼";
  return [element("span", { class: growth >= 0 ? "up" : "down" }, `${arrow} ${format.percent(Math.abs(growth))}`), growth >= 0 ? " more than before" : " less than before"];
}

/** More points than this are noise at a tile's width: neighbours are added up. */
const SparkPointsMax = 45;

function calm(values) {
  const size = Math.ceil(values.length / SparkPointsMax);
  const groups = Array.from({ length: Math.floor(values.length / size) }, (_, index) => values.slice(values.length - (index + 1) * size, values.length - index * size));
  return groups.reverse().map(group => group.reduce((sum, value) => sum + value, 0));
}

/** A key figure; it flashes when its value has changed. */
function tile(host, id, title, value, note, values) {
  const before = host.querySelector(`[data-tile="${CSS.escape(id)}"]`);
  const figure = element("p", { class: "value" }, value);
  figure.style.setProperty("--length", value.length);
  const made = element(
    "article", { class: "card tile", "data-tile": id }, element("h2", {}, title), figure, element("p", { class: "note" }, ...note), sparkline(values));
  if (before && before.querySelector(".value").textContent !== value) {
    made.classList.add("changed");
  }

  return made;
}

export function tiles(host, dashboard, revenue) {
  const { trend } = dashboard;
  host.replaceChildren(
    tile(host, "net", "Net revenue", format.money(dashboard.netRevenue), change(revenue.growth), calm(trend.map(day => height(day.revenue) - height(day.refunds) - height(day.fees)))),
    tile(
      host, "payments", "Payments", format.count(dashboard.paymentCount),
      [dashboard.averagePayment ? `${format.money(dashboard.averagePayment)} on average` : "None captured yet"], calm(trend.map(day => day.paymentCount))),
    tile(
      host, "refunds", "Refunds", format.money(dashboard.refunds),
      [revenue.refundRatio === null ? "No revenue yet" : `${format.percent(revenue.refundRatio)} of revenue`], calm(trend.map(day => height(day.refunds)))),
    tile(host, "fees", "Fees", format.money(dashboard.fees), ["Kept by processors"], calm(trend.map(day => height(day.fees)))));
}

export function metricTiles(host, metrics) {
  host.replaceChildren(...metrics.map(metric => tile(
    host, metric.id, metric.name,
    metric.series.totalAmount ? format.money(metric.series.totalAmount) : metric.series.total === null ? "–" : format.number(metric.series.total),
    [metric.description ?? ""], metric.series.days.map(day => day.value === null ? null : Number(day.value)))));
}

/** A year is told by real months, everything shorter by days. */
export function columnsOf(trend, currency) {
  const isLong = trend.length > 100;
  const groups = isLong ? Map.groupBy(trend, day => day.date.slice(0, 7)) : new Map(trend.map(day => [day.date, [day]]));
  return [...groups.values()].map(days => {
    const sum = name => days.reduce((total, day) => total + minor(day[name], currency), 0n);
    const [up, down, fees] = [sum("revenue"), sum("refunds"), sum("fees")];
    const payments = days.reduce((total, day) => total + day.paymentCount, 0);
    const [{ date }] = days;
    return {
      label: isLong ? format.month(date) : format.day(date),
      title: isLong ? format.longMonth(date) : format.longDay(date),
      up: Number(major(up, currency).amount),
      down: Number(major(down, currency).amount),
      texts: [up, down, fees].map(amount => format.money(major(amount, currency))),
      payments: format.count(payments),
      get tip() {
        return [this.title, `Revenue ${this.texts[0]}`, `Refunds ${this.texts[1]}`, `Fees ${this.texts[2]}`, `Payments ${this.payments}`];
      },
    };
  });
}

const digitsOf = currency => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;

// Sums are made of whole minor units, so that a month is exactly the sum of its days.
const minor = ({ amount }, currency) => {
  const [whole, fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.padEnd(digitsOf(currency), "0"));
};

const major = (units, currency) => {
  const digits = digitsOf(currency);
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, "0");
  const split = text.length - digits;
  return { amount: `${units < 0n ? "-" : ""}${text.slice(0, split)}${digits ? `.${text.slice(split)}` : ""}`, currency };
};

export function trendTable(columns) {
  const head = ["When", "Revenue", "Refunds", "Fees", "Payments"].map((name, index) => element("th", { scope: "col", class: index ? "right" : "" }, name));
  return element(
    "table", {}, element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...columns.toReversed().map(column => element(
      "tr", {}, element("td", {}, column.title), ...[...column.texts, column.payments].map(text => element("td", { class: "right" }, text))))));
}

export function paymentTable(payments) {
  if (payments.length === 0) {
    return element("p", { class: "empty" }, "No payments yet. The first one appears here by itself.");
  }

  const head = ["Reference", "When", "Amount", "Status", "Risk"].map(name => element("th", { scope: "col", class: name === "Amount" ? "right" : "" }, name));
  return element(
    "table", { class: "payments" }, element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...payments.map(payment => element(
      "tr", {},
      element("td", { class: "reference" }, payment.reference),
      element("td", { class: "when" }, element("time", { datetime: payment.createdAt }, format.moment(payment.createdAt))),
      element("td", { class: "amount right" }, format.money(payment.amount)),
      element("td", { class: "state" }, chip(payment.status, StatusTone)),
      element("td", { class: "risk" }, payment.transaction?.riskLevel ? chip(payment.transaction.riskLevel, RiskTone) : "–")))));
}

/** Names with a value and a bar for its share of the largest. */
function shares(rows) {
  const largest = Math.max(...rows.map(row => row.size), 0) || 1;
  return element("ul", { class: "shares" }, ...rows.map(row => {
    const bar = element("i", { class: row.tone ?? "" });
    bar.style.width = `${Math.max(0, row.size / largest) * 100}%`;
    bar.hidden = row.size <= 0;
    return element("li", {}, element("div", { class: "row" }, element("span", {}, row.name), element("span", {}, row.value)), element("div", { class: "track", "aria-hidden": "true" }, bar));
  }));
}

export function sources(revenue) {
  return revenue.bySource.length === 0
    ? element("p", { class: "empty" }, "No revenue in these days.")
    : shares(revenue.bySource.map(source => ({ name: format.words(source.source), value: format.money(source.revenue), size: height(source.revenue) })));
}

export function risk(transactions, dashboard) {
  const fact = (name, value) => element("div", {}, element("dt", {}, name), element("dd", {}, value));
  return [
    shares(transactions.byRiskLevel.map(level => ({
      name: format.words(level.riskLevel), value: format.count(level.transactionCount), size: level.transactionCount, tone: RiskTone[level.riskLevel],
    }))),
    element(
      "dl", { class: "facts" },
      fact("Payments held", format.count(dashboard.heldCount)),
      fact("Payments failed", format.count(dashboard.failedCount)),
      fact("Rejected", format.count(transactions.rejectedCount)),
      fact("Average score", transactions.averageRiskScore === null ? "–" : format.number(transactions.averageRiskScore.toFixed(3)))),
  ];
}

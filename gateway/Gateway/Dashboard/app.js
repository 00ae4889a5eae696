// The page: a login, then the figures of a range of days, kept up to date by the API itself.

import { isLoggedOut, listen, Session } from "./api.js";
import { ColumnChart } from "./charts.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import { Overview, Updates } from "./operations.js";

// What the stream does not carry is asked for again this long after a change, once for many changes.
const QuietMs = 700;
const RetryMs = [500, 1000, 2000, 5000, 10_000];

const at = id => document.getElementById(id);
const trendChart = new ColumnChart(at("trend"));

let session = new Session();
let challenge;
let shown;
let watching;

function enter(message = "") {
  watching?.abort();
  shown = undefined;
  session = new Session();
  at("app").hidden = true;
  at("entry").hidden = false;
  at("challenge").hidden = true;
  at("login").hidden = false;
  at("login-error").textContent = message;
  at("password").value = "";
  (at("email").value ? at("password") : at("email")).focus();
}

function open() {
  at("entry").hidden = true;
  at("app").hidden = false;
  at("main").focus({ preventScroll: true });
  show();
}

/** Sends a form by a script of ours: the browser itself never sends it anywhere. */
function onSubmit(form, act) {
  at(form).addEventListener("submit", async event => {
    event.preventDefault();
    const button = at(form).querySelector("[type=submit]");
    const error = at(`${form}-error`);
    error.textContent = "";
    button.disabled = true;
    try {
      await act();
    } catch (refused) {
      error.textContent = refused instanceof TypeError ? "The server cannot be reached." : refused.message;
    } finally {
      button.disabled = false;
    }
  });
}

onSubmit("login", async () => {
  challenge = await session.login(at("email").value, at("password").value);
  at("password").value = "";
  if (!challenge) {
    open();
    return;
  }

  at("challenge-hint").textContent = challenge.methods.includes("SMS")
    ? "Enter the code that we sent to your phone, the one in your authenticator app, or a recovery code."
    : "Enter the code in your authenticator app, or a recovery code.";
  at("login").hidden = true;
  at("challenge").hidden = false;
  at("code").value = "";
  at("code").focus();
});

onSubmit("challenge", async () => {
  await session.verify(challenge.id, at("code").value.trim());
  at("code").value = "";
  open();
});

at("challenge-back").addEventListener("click", () => enter());

at("logout").addEventListener("click", async () => {
  const ended = session;
  enter();
  await ended.logout();
});

at("ranges").addEventListener("change", show);

const range = () => document.querySelector("[name=range]:checked").value;

function say(state, text) {
  at("live").dataset.state = state;
  at("live-text").textContent = text;
}

function trouble(error) {
  if (isLoggedOut(error)) {
    enter("Your session has ended. Log in again.");
    return;
  }

  at("trouble").textContent = error instanceof TypeError ? "The server cannot be reached. It is asked again in a moment." : error.message;
}

/** Shows the chosen range from now on: everything once, then what changes. */
function show() {
  watching?.abort();
  const own = watching = new AbortController();
  say("connecting", "Connecting");
  load(own.signal);
  watch(own.signal);
}

async function load(signal) {
  try {
    const data = await session.ask(Overview, { range: range() });
    if (!signal.aborted) {
      at("trouble").textContent = "";
      shown = data;
      draw();
    }
  } catch (error) {
    if (!signal.aborted) {
      trouble(error);
    }
  }
}

async function watch(signal) {
  let failures = 0;
  let pending;
  while (!signal.aborted) {
    const renewal = new AbortController();
    let timer;
    try {
      const token = await session.token();
      timer = setTimeout(() => renewal.abort(), Math.max(session.usableMs, 1000));
      let isFirst = true;
      for await (const { dashboardUpdated } of listen(Updates, { range: range() }, token, AbortSignal.any([signal, renewal.signal]))) {
        failures = 0;
        say("live", "Live");
        if (shown && dashboardUpdated) {
          shown.dashboard = dashboardUpdated;
          draw();
        }

        // The first one tells how it is now, which was just loaded; after a break it may tell more.
        if (!isFirst || pending === "after a break") {
          clearTimeout(pending);
          pending = setTimeout(() => load(signal), QuietMs);
        }

        isFirst = false;
      }
    } catch (error) {
      if (!signal.aborted && isLoggedOut(error) && session.usableMs <= 0) {
        trouble(error);
        return;
      }
    } finally {
      clearTimeout(timer);
    }

    if (signal.aborted) {
      clearTimeout(pending);
      return;
    }

    if (!renewal.signal.aborted) {
      say(navigator.onLine ? "connecting" : "offline", navigator.onLine ? "Connecting" : "Offline");
      await new Promise(resolve => setTimeout(resolve, RetryMs[Math.min(failures++, RetryMs.length - 1)]));
      pending = "after a break";
    }
  }
}

function draw() {
  const { me, dashboard, revenueAnalytics, transactionAnalytics, metrics, payments } = shown;
  at("person").textContent = me?.name ?? "";
  at("person").title = me?.email ?? "";
  if (!dashboard || !revenueAnalytics) {
    at("trouble").textContent = "You may not see the figures of this business.";
    return;
  }

  at("period").textContent = `${format.period(dashboard.from, dashboard.to)}${dashboard.updatedAt ? ` · last change ${format.moment(dashboard.updatedAt)}` : ""}`;
  figures.tiles(at("tiles"), dashboard, revenueAnalytics);
  const columns = figures.columnsOf(dashboard.trend, dashboard.currency);
  trendChart.show({
    columns,
    describe: `Revenue ${format.money(dashboard.revenue)} and refunds ${format.money(dashboard.refunds)}, ${format.period(dashboard.from, dashboard.to)}`,
    formatTick: value => format.shortMoney(value, dashboard.currency),
  });
  at("trend-title").textContent = `Revenue ${format.money(dashboard.revenue)}`;
  at("trend-table").replaceChildren(figures.trendTable(columns));
  at("payments").replaceChildren(figures.paymentTable(payments?.nodes ?? []));
  at("sources").replaceChildren(figures.sources(revenueAnalytics));
  at("risk-total").textContent = transactionAnalytics ? `${format.count(transactionAnalytics.transactionCount)} transactions` : "";
  at("risk").replaceChildren(...(transactionAnalytics ? figures.risk(transactionAnalytics, dashboard) : []));
  at("own").hidden = !metrics?.nodes.length;
  figures.metricTiles(at("metrics"), metrics?.nodes ?? []);
}

addEventListener("offline", () => say("offline", "Offline"));
addEventListener("online", () => at("app").hidden || show());
enter();

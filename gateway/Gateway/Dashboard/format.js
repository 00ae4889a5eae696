// How figures are written for people. Amounts come as text and are formatted as text: they never pass through a floating-point number.


export const money = ({ amount, currency }) => new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount);

export const shortMoney = (value, currency) =>
  new Intl.NumberFormat(undefined, { style: "currency", currency, notation: "compact", maximumFractionDigits: 1 }).format(value);

export const count = value => new Intl.NumberFormat().format(value);

export const number = text => new Intl.NumberFormat(undefined, { maximumFractionDigits: 4 }).format(text);

export const percent = ratio => new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 }).format(ratio);

const dateOf = day => new Date(`${day}T00:00:00Z`);

const dates = options => new Intl.DateTimeFormat(undefined, { timeZone: "UTC", ...options });

export const day = text => dates({ day: "numeric", month: "short" }).format(dateOf(text));

export const longDay = text => dates({ weekday: "short", day: "numeric", month: "long", year: "numeric" }).format(dateOf(text));

export const month = text => dates({ month: "short" }).format(dateOf(text));

export const longMonth = text => dates({ month: "long", year: "numeric" }).format(dateOf(text));

export const period = (from, to) => dates({ day: "numeric", month: "long", year: "numeric" }).formatRange(dateOf(from), dateOf(to));

export const time = at => new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(at);

export function moment(text) {
  const at = new Date(text);
  const isToday = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(undefined, isToday ? { timeStyle: "short" } : { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }).format(at);
}

/** A code of the API as a person reads it: PARTIALLY_REFUNDED is "Partially refunded". */
export const words = code => code.charAt(0) + code.slice(1).toLowerCase().replaceAll("_", " ");

// The page's way to the API: requests, the session, and the stream of updates.

/** What the API refused, with its code; status and network troubles have none. */
export class Refused extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

const AuthCode = "AUTH_NOT_AUTHENTICATED";

// A token is renewed while it still counts, so that no request meets its end.
const RenewAheadMs = 30_000;

// The server says something, if only a comment, every twelve seconds.
const SilenceMs = 30_000;

async function post(body, accessToken, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  if (accessToken) {
    headers.Authorization = `Bearer ${accessToken}`;
  }

  return fetch("/graphql", { method: "POST", headers, body: JSON.stringify(body), cache: "no-store", credentials: "omit", signal });
}

/** The data of an operation. */
export async function ask(query, variables, accessToken) {
  const response = await post({ query, variables }, accessToken, "application/graphql-response+json, application/json");
  const result = await response.json().catch(() => null);
  const error = result?.errors?.[0];
  if (!result?.data) {
    throw new Refused(error?.message ?? `The server answered ${response.status}.`, error?.extensions?.code);
  }

  return result.data;
}

/** The results of a subscription, until the server ends it. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export async function* listen(query, variables, accessToken, signal) {
  const silence = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SilenceMs);
  };
  heard();
  try {
    const response = await post({ query, variables }, accessToken, "text/event-stream", AbortSignal.any([signal, silence.signal]));
    if (!response.ok || !response.body) {
      throw new Refused(`The server answered ${response.status}.`);
    }

    let text = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }

      heard();
      const events = (text + value).split("\n\n");
      text = events.pop();
      for (const event of events) {
        const lines = event.split("\n");
        if (lines.includes("event: complete")) {
          return;
        }

        const data = lines.filter(line => line.startsWith("data:")).map(line => line.slice(5).trimStart()).join("\n");
        if (data) {
          const result = JSON.parse(data);
          if (result.errors) {
            throw new Refused(result.errors[0].message, result.errors[0].extensions?.code);
          }

          yield result.data;
        }
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

const Tokens = "session { accessToken accessTokenExpiresAt refreshToken } errors { ... on Error { message code } }";

/**
 * A login. Its tokens are kept in this page's memory only, where no other page and no later visitor of the browser finds them: closing or
 * reloading the page ends it.
 */
export class Session {
  #tokens;
  #renewal;

  /** @returns the challenge that waits for a second factor, or null when the login is complete. */
  async login(email, password) {
    const { login } = await ask(
      `mutation DashboardLogin($input: LoginInput!) { login(input: $input) { mfaChallenge { id methods } ${Tokens} } }`, { input: { email, password } });
    return this.#take(login) ? null : login.mfaChallenge;
  }

  async verify(challengeId, code) {
    const { verifyMfa } = await ask(
      `mutation DashboardVerify($input: VerifyMfaInput!) { verifyMfa(input: $input) { ${Tokens} } }`, { input: { challengeId, code } });
    this.#take(verifyMfa);
  }

  async logout() {
    const tokens = this.#tokens;
    this.#tokens = undefined;
    if (tokens) {
      await ask("mutation DashboardLogout { logout { session { id } } }", undefined, tokens.accessToken).catch(() => {});
    }
  }

  /** Milliseconds for which the access token can be used. */
  get usableMs() {
    return this.#tokens ? Date.parse(this.#tokens.accessTokenExpiresAt) - Date.now() - RenewAheadMs : 0;
  }

  /** An access token that still counts. */
  async token() {
    if (!this.#tokens) {
      throw new Refused("You are logged out.", AuthCode);
    }

    if (this.usableMs <= 0) {
      // Each refresh token works once, so whoever needs a new one waits for the same renewal.
      this.#renewal ??= this.#renew().finally(() => { this.#renewal = undefined; });
      await this.#renewal;
    }

    return this.#tokens.accessToken;
  }

  async ask(query, variables) {
    return ask(query, variables, await this.token());
  }

  async #renew() {
    const { refreshSession } = await ask(
      `mutation DashboardRefresh($input: RefreshSessionInput!) { refreshSession(input: $input) { ${Tokens} } }`, { input: { refreshToken: this.#tokens.refreshToken } });
    try {
      this.#take(refreshSession);
    } catch (refused) {
      throw new Refused(refused.message, AuthCode);
    }
  }

  #take(payload) {
    const error = payload.errors?.[0];
    if (error) {
      throw new Refused(error.message, error.code);
    }

    this.#tokens = payload.session ?? undefined;
    return Boolean(payload.session);
  }
}

/** Whether the session is over, so that only a new login helps. */
export const isLoggedOut = error => error instanceof Refused && error.code === AuthCode;

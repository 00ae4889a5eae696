// A real OpenID provider for the tests: oidc-provider with a few people and no pages. Prints its issuer when it listens.
// node openid-server.mjs <oidc-provider's lib/index.js> <client id> <client secret> <redirect uri>
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [library, clientId, clientSecret, redirectUri] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(library));

const people = {
  ada: { name: 'Ada Lovelace', email: 'Ada@Shop.example', email_verified: true },
  eve: { name: 'Eve', email: 'ada@shop.example', email_verified: false },
  joe: { name: 'Joe' },
  gus: { name: 'Gus', email: 'gus@shop.example', email_verified: true },
  lin: { name: 'Lin', email: 'lin@shop.example', email_verified: true },
  // As Microsoft tells it: the address of whom it vouches for, and one that a directory of somebody's own claims.
  mia: { name: 'Mia', email: 'mia@contoso.example', xms_edov: true },
  max: { name: 'Max', email: 'ada@shop.example', email_verified: true, xms_edov: false },
};

let provider;
let handle;
const server = createServer(async (request, response) => {
  const interaction = /^\/interaction\/([\w-]+)$/.exec(request.url);
  if (!interaction) return handle(request, response);
  // Whoever the login hint names logs in and consents at once.
  const { params, grantId } = await provider.interactionDetails(request, response);
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: params.login_hint, clientId });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(request, response, { login: { accountId: params.login_hint }, consent: { grantId: await grant.save() } });
});

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri], response_types: ['code'], grant_types: ['authorization_code'] }],
    pkce: { required: () => true, methods: ['S256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified', 'xms_edov'], profile: ['name'] },
    // Google and Microsoft put what the scopes ask for into the id token; so does this one then.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
    cookies: { keys: ['for tests only'] },
  });
  handle = provider.callback();
  console.log(issuer);
});

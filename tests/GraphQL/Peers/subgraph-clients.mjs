// The clients that applications use, unmodified, against two real subgraphs: accounts at the first URL, payments at the other two.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createHash } from 'node:crypto';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';

const [, , accountsUrl, url, socketUrl] = process.argv;
const tell = (what, value) => console.log(`${what} ${JSON.stringify(value)}`);

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { user { roles } errors { ... on Error { code } } } }';
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } errors { ... on Error { code } } } }';
const ADD_CARD = 'mutation ($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) { paymentMethod { id brand last4 } errors { ... on Error { code } } } }';
const PAY = 'mutation ($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id amount { amount currency } } errors { ... on Error { code } } } }';
const LISTEN = 'subscription { paymentUpdated(after: "0") { payment { id amount { amount } } } }';

const accounts = new Client({ url: accountsUrl, preferGetMethod: false, exchanges: [fetchExchange] });
const credentials = { email: 'ada@shop.example', password: 'a long enough pass phrase' };
tell('urql registers', (await accounts.mutation(REGISTER, { input: { ...credentials, name: "Ada's Shop" } })).data);
const { accessToken } = (await accounts.mutation(LOGIN, { input: credentials })).data.login.session;
const headers = { authorization: `Bearer ${accessToken}` };

const ws = createWsClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: headers });
const sse = createSseClient({ url, headers });
const cache = () => new InMemoryCache({ typePolicies: { Query: { fields: { payments: relayStylePagination() } } } });
let paymentMethodId;
let paid = 0;

const order = (amount) => ({ input: { amount: { amount, currency: 'USD' }, paymentMethodId, reference: 'order 4711', country: 'US', idempotencyKey: `key-${amount}` } });

// Hears what has happened so far, then pays once more, and ends when it has heard of that, too.
const listen = (subscribe, pay) => new Promise((resolve, reject) => {
  const heard = new Map();
  const [before, after] = [paid, ++paid];
  const stop = subscribe({
    next: ({ data, errors }) => {
      if (!data) return reject(new Error(JSON.stringify(errors)));
      const { id, amount } = data.paymentUpdated.payment;
      const isNew = !heard.has(id);
      heard.set(id, amount.amount);
      if (isNew && heard.size === before) pay().catch(reject);
      if (isNew && heard.size === after) { setImmediate(stop); resolve([...heard.values()]); }
    },
    error: reject,
    complete: () => {},
  });
});

const once = (client, query, variables) => new Promise((resolve, reject) => {
  let answer;
  client.subscribe({ query, variables }, { next: (value) => { answer = value; }, error: reject, complete: () => resolve(answer) });
});

async function apollo() {
  const stranger = new ApolloClient({ cache: cache(), link: new HttpLink({ uri: url }) });
  const failure = await stranger.query({ query: gql`{ payments { totalCount } }` }).catch((error) => error);
  tell('apollo without a token', failure.errors.map((error) => error.extensions.code));

  const client = new ApolloClient({ cache: cache(), link: new HttpLink({ uri: url, headers }) });
  const { paymentMethod } = (await client.mutate({ mutation: gql(ADD_CARD), variables: { input: { token: 'pm_card_visa', setDefault: true } } })).data.addPaymentMethod;
  paymentMethodId = paymentMethod.id;
  tell('apollo adds a card', [paymentMethod.brand, paymentMethod.last4]);
  for (const amount of ['10.00', '20.00', '30.00']) {
    const { payment, errors } = (await client.mutate({ mutation: gql(PAY), variables: order(amount) })).data.processPayment;
    tell('apollo pays', payment?.amount.amount ?? errors);
    paid++;
  }

  const page = gql`query ($after: String) { payments(first: 2, after: $after) { edges { cursor node { id amount { amount } } } pageInfo { hasNextPage endCursor hasPreviousPage startCursor } } }`;
  const { data } = await client.query({ query: page });
  await client.query({ query: page, variables: { after: data.payments.pageInfo.endCursor }, fetchPolicy: 'network-only' });
  tell('apollo pages', client.readQuery({ query: page }).payments.edges.map((edge) => edge.node.amount.amount));

  let requests = 0;
  const counting = (input, init) => { requests++; return fetch(input, init); };
  const persisted = new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex') }).concat(new HttpLink({ uri: url, headers, fetch: counting }));
  for (let turn = 0; turn < 2; turn++) {
    tell('apollo persisted', (await new ApolloClient({ cache: cache(), link: persisted }).query({ query: gql`query Persisted { payments { totalCount } }` })).data.payments.totalCount);
  }

  tell('apollo persisted requests', requests);
  const live = new ApolloClient({ cache: cache(), link: new GraphQLWsLink(ws) });
  tell('apollo hears', await listen(
    (sink) => { const heard = live.subscribe({ query: gql(LISTEN) }).subscribe(sink); return () => heard.unsubscribe(); },
    () => client.mutate({ mutation: gql(PAY), variables: order('40.00') })));
}

async function urql() {
  const options = { url, preferGetMethod: false, fetchOptions: { headers } };
  const client = new Client({
    ...options,
    exchanges: [
      fetchExchange,
      subscriptionExchange({ forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: ws.subscribe(request, sink) }) }) }),
    ],
  });
  const get = new Client({ ...options, preferGetMethod: 'force', exchanges: [fetchExchange] });
  tell('urql get', (await get.query('query ($n: Int!) { payments(last: $n) { nodes { amount { amount } } } }', { n: 1 })).data.payments.nodes);
  const subscribe = (listener) => (sink) => { const { unsubscribe } = listener.subscription(LISTEN, {}).subscribe(sink.next); return unsubscribe; };
  tell('urql hears', await listen(subscribe(client), () => client.mutation(PAY, order('50.00')).toPromise()));
  const overHttp = new Client({ ...options, fetchSubscriptions: true, exchanges: [fetchExchange] });
  tell('urql hears over http', await listen(subscribe(overHttp), () => overHttp.mutation(PAY, order('60.00')).toPromise()));
}

await apollo();
await urql();
tell('graphql-ws query', (await once(ws, '{ payments(first: 1) { nodes { amount { amount } } } }')).data.payments.nodes);
tell('graphql-ws hears', await listen((sink) => ws.subscribe({ query: LISTEN }, sink), () => once(ws, PAY, order('70.00'))));
tell('graphql-sse query', (await once(sse, '{ payments(first: 1) { nodes { amount { amount } } } }')).data.payments.nodes);
tell('graphql-sse hears', await listen((sink) => sse.subscribe({ query: LISTEN }, sink), () => once(sse, PAY, order('80.00'))));
process.exit(0);

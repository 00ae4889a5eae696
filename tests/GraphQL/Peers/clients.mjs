// The clients that applications use, unmodified, against the server whose URLs are the arguments. One line per thing that was seen.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createHash } from 'node:crypto';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';

const [, , url, socketUrl] = process.argv;
const tell = (what, value) => console.log(`${what} ${JSON.stringify(value)}`);
const ws = createWsClient({ url: socketUrl, webSocketImpl: WebSocket });
const sse = createSseClient({ url });

const collect = (client, query) => new Promise((resolve, reject) => {
  const values = [];
  client.subscribe({ query }, { next: (value) => values.push(value.data ?? value.errors), error: reject, complete: () => resolve(values) });
});

const sequence = (observable) => new Promise((resolve, reject) => {
  const values = [];
  observable.subscribe({ next: (value) => values.push(value.data), error: reject, complete: () => resolve(values) });
});

async function apollo() {
  let requests = 0;
  const counting = (input, init) => { requests++; return fetch(input, init); };
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  const cache = () => new InMemoryCache({ typePolicies: { Query: { fields: { books: relayStylePagination() } } } });
  const client = new ApolloClient({ cache: cache(), link: new HttpLink({ uri: url, fetch: counting }) });
  tell('apollo query', (await client.query({ query: gql`{ hello }` })).data);
  tell('apollo mutation', (await client.mutate({ mutation: gql`mutation ($t: String!) { addBook(title: $t) { id title } }`, variables: { t: 'By Apollo' } })).data);
  const failure = await client.query({ query: gql`{ nothing }` }).catch((error) => error);
  tell('apollo refusal', failure.errors?.map((error) => error.message) ?? failure.message);

  const page = gql`query ($after: String) { books(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor hasPreviousPage startCursor } } }`;
  const { data } = await client.query({ query: page });
  await client.query({ query: page, variables: { after: data.books.pageInfo.endCursor }, fetchPolicy: 'network-only' });
  tell('apollo pages', client.readQuery({ query: page }).books.edges.map((edge) => edge.node.id));

  requests = 0;
  const persisted = new PersistedQueryLink({ sha256 }).concat(new HttpLink({ uri: url, fetch: counting }));
  const first = new ApolloClient({ cache: cache(), link: persisted });
  tell('apollo persisted', (await first.query({ query: gql`query Persisted { hello }` })).data);
  tell('apollo persisted again', (await new ApolloClient({ cache: cache(), link: persisted }).query({ query: gql`query Persisted { hello }` })).data);
  tell('apollo persisted requests', requests);

  const live = new ApolloClient({ cache: cache(), link: ApolloLink.from([new GraphQLWsLink(ws)]) });
  tell('apollo subscription', await sequence(live.subscribe({ query: gql`subscription { count(to: 3) }` })));
}

async function urql() {
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [
      fetchExchange,
      subscriptionExchange({ forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: ws.subscribe(request, sink) }) }) }),
    ],
  });
  tell('urql query', (await client.query('{ hello }', {})).data);
  tell('urql mutation', (await client.mutation('mutation ($t: String!) { addBook(title: $t) { title } }', { t: 'By urql' })).data);
  tell('urql refusal', (await client.query('{ nothing }', {})).error.graphQLErrors.map((error) => error.message));
  const get = new Client({ url, preferGetMethod: 'force', exchanges: [fetchExchange] });
  tell('urql get', (await get.query('query ($n: Int!) { books(first: $n) { nodes { title } } }', { n: 1 })).data);
  tell('urql subscription', await new Promise((resolve) => {
    const values = [];
    const { unsubscribe } = client.subscription('subscription { count(to: 2) }', {}).subscribe((result) => {
      values.push(result.data);
      if (values.length === 2) { resolve(values); unsubscribe(); }
    });
  }));
  const overHttp = new Client({ url, preferGetMethod: false, fetchSubscriptions: true, exchanges: [fetchExchange] });
  tell('urql subscription over http', await new Promise((resolve) => {
    const values = [];
    overHttp.subscription('subscription { count(to: 2) }', {}).subscribe((result) => { values.push(result.data); if (values.length === 2) resolve(values); });
  }));
}

await apollo();
await urql();
tell('graphql-ws query', await collect(ws, '{ hello }'));
tell('graphql-ws mutation', await collect(ws, 'mutation { addBook(title: "By ws") { title } }'));
tell('graphql-ws subscription', await collect(ws, 'subscription { count(to: 3) }'));
tell('graphql-ws refusal', await collect(ws, '{ nothing }').catch((errors) => errors.map((error) => error.message)));
tell('graphql-sse query', await collect(sse, '{ hello }'));
tell('graphql-sse mutation', await collect(sse, 'mutation { addBook(title: "By sse") { title } }'));
tell('graphql-sse subscription', await collect(sse, 'subscription { count(to: 3) }'));
process.exit(0);

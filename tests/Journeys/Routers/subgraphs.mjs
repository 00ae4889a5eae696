// subgraphs.mjs FOLDER PORT: runs the subgraphs of FOLDER/*.graphql by @apollo/subgraph at /NAME/graphql, and @apollo/gateway over them at
// /peer/graphql. /seen gives the requests since it was asked last: which subgraph, and the representations that it was sent.
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { composeServices } from "@apollo/composition";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError, graphql, parse } from "graphql";

const [folder, port] = process.argv.slice(2);
const find = (rows, key) => (reference) => rows.find((row) => key(row) === key(reference)) ?? null;

const goods = [
  { __typename: "Product", upc: "p1", sku: "s1", maker: { code: "m1" }, name: "Oven", price: 900, grade: "FINE", parts: [{ weight: 30, name: "door" }, { weight: 12, name: "rack" }] },
  { __typename: "Product", upc: "p2", sku: "s2", maker: { code: "m1" }, name: "Cup", price: null, parts: [] },
  { __typename: "Product", upc: "p3", sku: "s3", maker: { code: "m2" }, name: "Scale \"9\"", price: 40, parts: [{ weight: 1, name: "plate" }] },
  { __typename: "Voucher", upc: "v1", name: "Gift", worth: 25 },
];
const isProduct = (item) => item.__typename === "Product";
const users = [
  { id: "u1", email: "ada@shop.example", name: "Ada", address: { city: "Paris" } },
  { id: "u2", email: "bo@shop.example", name: "Bo" },
];
const reviews = [
  { id: "r1", body: "Hot", product: { upc: "p1" }, author: { id: "u1", name: "Ada" } },
  { id: "r2", body: "Small", grade: "BAD", product: { upc: "p2" }, author: { id: "u2", name: "Bo" } },
  { id: "r3", body: "Hot again", product: { upc: "p1" }, author: { id: "u1", name: "Ada" } },
  { id: "r4", body: "Unsigned", product: { upc: "p3" }, author: null },
];
const note = { __typename: "Note", code: "n1", text: "Fragile" };
const cases = [
  { id: "c1", content: { __typename: "Product", upc: "p1" }, layers: [{ __typename: "Voucher", upc: "v1" }, note, { __typename: "Product", upc: "p3" }], mark: { __typename: "Seal", code: "s1", color: "red", place: { room: 4, shelf: 2 } } },
  { id: "c2", content: { __typename: "Voucher", upc: "v1" }, layers: [], mark: { ...note, place: { room: 5 } } },
  { id: "c3", content: note, layers: [{ __typename: "Product", upc: "p2" }], mark: { __typename: "Seal", code: "s2", color: "blue" } },
  { id: "c4", content: null, layers: [note], mark: null },
];
// What a subgraph was sent, whatever the order of its parts.
const sorted = (value) => Array.isArray(value) ? value.map(sorted)
  : value && typeof value === "object" ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value;
const sent = (value) => JSON.stringify(sorted(value));
const rated = (upc) => ({ upc, stars: upc === "p1" ? 5 : 3 });
const byUpc = find(goods, (item) => item.upc), bySku = find(goods.filter(isProduct), (item) => `${item.sku} ${item.maker.code}`);

const resolvers = {
  products: {
    Query: {
      products: (_, { first }) => goods.filter(isProduct).slice(0, first),
      product: (_, reference) => byUpc(reference),
      items: () => goods,
      search: (_, { text }) => goods.filter((item) => item.name.includes(text)),
    },
    Mutation: { reprice: (_, { upc, price }) => ({ ...byUpc({ upc }), price }) },
    Item: { __resolveReference: byUpc, __resolveType: (item) => item.__typename },
    Product: { __resolveReference: (reference) => (reference.upc ? byUpc(reference) : bySku(reference)) },
    Voucher: { __resolveReference: byUpc },
    Found: { __resolveType: (item) => item.__typename },
  },
  inventory: {
    Product: {
      __resolveReference: (reference) => ({ ...reference, inStock: reference.sku !== "s2", shelf: `shelf of ${reference.sku}` }),
      shipping: ({ price, parts }, { express }) => (price == null ? null : price / 10 + parts.reduce((sum, part) => sum + part.weight, 0) + (express ? 1000 : 0)),
    },
  },
  reviews: {
    Query: { reviews: () => reviews },
    Review: { __resolveReference: find(reviews, (review) => review.id) },
    Product: { reviews: ({ upc }) => reviews.filter((review) => review.product.upc === upc), shelf: () => "no longer here" },
    User: { reviews: ({ id }) => reviews.filter((review) => review.author?.id === id) },
  },
  users: {
    Query: { me: () => users[0], user: (_, reference) => users.find((user) => user.email === reference.email) ?? null },
    User: {
      __resolveReference: (reference) => users.find((user) => user.id === reference.id || user.email === reference.email) ?? null,
      address: (user) => user.address ?? (() => { throw new GraphQLError(`${user.name} has moved.`, { extensions: { code: "MOVED" } }); })(),
    },
    Product: { buyer: ({ price }) => (price > 50 ? users[1] : null) },
  },
  cases: {
    Query: { cases: () => cases },
    Case: { __resolveReference: find(cases, (known) => known.id) },
  },
  labels: {
    Case: {
      __resolveReference: (reference) => reference,
      label: ({ content }) => sent(content),
      kinds: ({ layers }) => sent(layers),
      marking: ({ mark }, { upper }) => (upper ? sent(mark).toUpperCase() : sent(mark)),
    },
  },
  ratings: {
    Query: {
      best: () => rated("p1"),
      top: (_, { first }) => ["p1", "v1", "p3"].slice(0, first).map(rated),
      lost: () => rated("x9"),
      lists: () => [[rated("v1")], null, [], [rated("p3"), rated("p1")]],
    },
    Mutation: { rate: (_, { upc, stars }) => ({ ...rated(upc), stars }) },
    Item: { __resolveReference: ({ upc }) => rated(upc), similar: ({ upc }) => (upc === "p1" ? ["v1", "p3"] : upc === "v1" ? ["p1"] : []).map(rated) },
  },
};

const names = readdirSync(folder).filter((file) => file.endsWith(".graphql")).map((file) => file.replace(".graphql", "")).sort();
const sdl = Object.fromEntries(names.map((name) => [name, readFileSync(`${folder}/${name}.graphql`, "utf8")]));
const schemas = Object.fromEntries(names.map((name) => [name, buildSubgraphSchema({ typeDefs: parse(sdl[name]), resolvers: resolvers[name] })]));
let seen = [];

const body = async (request) => { let text = ""; for await (const chunk of request) text += chunk; return JSON.parse(text); };
let peer;
const server = http.createServer(async (request, response) => {
  const answer = (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  const name = request.url.split("/")[1];
  if (name === "seen") { answer(seen); seen = []; return; }
  if (name === "ready") { response.writeHead(peer ? 200 : 503).end(); return; }
  const { query, variables, operationName } = await body(request);
  if (name === "peer") { answer((await peer.executeOperation({ query, variables, operationName })).body.singleResult); return; }
  seen.push({ name, representations: Object.values(variables ?? {}).filter(Array.isArray).flat() });
  answer(await graphql({ schema: schemas[name], source: query, variableValues: variables, operationName }));
});
server.listen(+port, "127.0.0.1", async () => {
  const { errors, supergraphSdl } = composeServices(names.map((name) => ({ name, url: `http://127.0.0.1:${port}/${name}/graphql`, typeDefs: parse(sdl[name]) })));
  if (errors) { console.error(errors.map((error) => error.message).join("\n")); process.exit(1); }
  const started = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }), includeStacktraceInErrorResponses: false });
  await started.start();
  peer = started;
});

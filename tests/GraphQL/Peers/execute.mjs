// Executes cases with graphql-js: one JSON object per line in, { sdl, query, variables, root }, one response per line out.
import { readFileSync } from 'node:fs';
import { buildSchema, graphql } from 'graphql';

const schemas = new Map();

const schemaOf = (sdl) => {
  if (!schemas.has(sdl)) schemas.set(sdl, buildSchema(sdl));
  return schemas.get(sdl);
};

const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
    : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
      : value;

const reveal = (value) => {
  if (value?.$error !== undefined) throw new Error(value.$error);
  if (value?.$later !== undefined) return new Promise((resolve) => setImmediate(() => resolve(value.$later)));
  return value;
};

const fieldResolver = (parent, args, _context, info) =>
  info.fieldName.startsWith('echo') ? JSON.stringify(sorted(args)) : reveal(parent[info.fieldName]);

for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const { sdl, query, variables, root } = JSON.parse(line);
  const result = await graphql({
    schema: schemaOf(sdl), source: query, rootValue: root, variableValues: variables, fieldResolver, typeResolver: (value) => value.__typename,
  });
  console.log(JSON.stringify(result));
}

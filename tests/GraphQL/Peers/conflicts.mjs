// Says with graphql-js whether the fields of documents conflict: one JSON object per line in, { sdl, query }, the number of conflicts per line out.
import { readFileSync } from 'node:fs';
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, validate } from 'graphql';

const schemas = new Map();

for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const { sdl, query } = JSON.parse(line);
  if (!schemas.has(sdl)) schemas.set(sdl, buildSchema(sdl));
  console.log(validate(schemas.get(sdl), parse(query), [OverlappingFieldsCanBeMergedRule], { maxErrors: 1_000 }).length);
}

// Executes cases with graphql-js 17, deferring and streaming: one JSON object per line in, { sdl, query, variables, root }, one list of payloads per line out.
import { readFileSync } from 'node:fs';
import { buildSchema, experimentalExecuteIncrementally, parse, validate } from 'graphql17';

// graphql-js 17 sorts so; Node before 20 cannot.
Array.prototype.toSorted ??= function (compare) { return [...this].sort(compare); };

const directives = `
  directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
`;

const reveal = (value) => {
  if (value?.$error !== undefined) throw new Error(value.$error);
  if (value?.$later !== undefined) return new Promise((resolve) => setImmediate(() => resolve(value.$later)));
  return value;
};

const fieldResolver = (parent, _args, _context, info) => (info.fieldName.startsWith('echo') ? 'echo' : reveal(parent[info.fieldName]));

for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const { sdl, query, variables, root } = JSON.parse(line);
  const schema = buildSchema(sdl + directives);
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) {
    console.log(JSON.stringify([{ errors }]));
    continue;
  }

  const result = await experimentalExecuteIncrementally({
    schema, document, rootValue: root, variableValues: variables, fieldResolver, typeResolver: (value) => value.__typename,
  });
  const payloads = result.initialResult === undefined ? [result] : [result.initialResult];
  if (result.subsequentResults) for await (const payload of result.subsequentResults) payloads.push(payload);
  console.log(JSON.stringify(payloads));
}

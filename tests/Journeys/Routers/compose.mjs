// compose.mjs BASE FOLDER NAME...: composes the Apollo Federation subgraphs at BASE/NAME/graphql, by what they say of themselves, into
// FOLDER/supergraph.graphql, and lists them for our gateway in FOLDER/subgraphs.json. Writes each hint as a line.
import { writeFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

const [base, folder, ...names] = process.argv.slice(2);
const services = await Promise.all(names.map(async (name) => {
  const url = `${base}/${name}/graphql`;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: "{ _service { sdl } }" }) });
  return { name, url, sdl: (await answer.json()).data._service.sdl };
}));
writeFileSync(`${folder}/subgraphs.json`, JSON.stringify(services));
const { errors, supergraphSdl, hints } = composeServices(services.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
if (errors) {
  console.error(errors.map((error) => error.message).join("\n"));
  process.exit(1);
}
for (const hint of hints) console.log(`${hint.definition.code} ${hint.definition.level.name} ${hint.coordinate ?? ""}`.trim());
writeFileSync(`${folder}/supergraph.graphql`, supergraphSdl);

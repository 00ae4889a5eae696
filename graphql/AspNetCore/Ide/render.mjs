// render.mjs: GraphiQL as one page that asks nobody but its own server, written to standard output.
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b7a5b"/>`
  + `<path d="M7 21c4 0 4-6 9-6s5-6 9-6M7 25h18" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`;
const options = {
  title: "FinFlow",
  favicon: `data:image/svg+xml,${encodeURIComponent(mark)}`,
  logo: `<span style="width:26px;display:inline-block;line-height:0">${mark}</span>`,
  defaultQuery: "# Ctrl-Enter runs the operation under the cursor, Ctrl-Space completes.\n# A token goes below, under Headers: { \"Authorization\": \"Bearer …\" }\n\n{\n  __typename\n}\n",
  // Subscriptions go over server-sent events, with the same headers as everything else; POST has no limit of length.
  method: "POST",
  // A token that outlives its tab in the browser's storage would outlive the session, too.
  shouldPersistHeaders: false,
};

// The page asks its server for title and first query, so that one page serves the gateway and every subgraph.
const page = renderGraphiQL(options).replace(
  /YogaGraphiQL\.renderYogaGraphiQL\(\s*(window\.document\.querySelector\('#root'\)),\s*([^]*?),\s*\);\s*<\/script>/,
  (_, root, rendered) => `
        fetch(location.pathname.replace(/\\/$/, "") + "/ide.json")
          .then((response) => (response.ok ? response.json() : {}), () => ({}))
          .then((own) => {
            if (own.title) document.title = own.title;
            YogaGraphiQL.renderYogaGraphiQL(${root}, { ...${rendered}, ...own });
          });
      </script>`);
if (!page.includes("/ide.json")) throw new Error("The package renders another page than expected.");
// The package leaves the browser's margin around an application that fills the window.
const style = "<style>html, body, #root { height: 100%; margin: 0; overflow: hidden }</style>";
process.stdout.write(page.trimStart().replace("</head>", () => `${style}</head>`));

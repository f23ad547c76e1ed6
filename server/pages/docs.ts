/** The interface as pages to read: GET /openapi.json for programs, GET /docs for people, both from the routes themselves. */
import type { FastifyInstance } from 'fastify';
import { BASE_STYLE, html, sendPage } from './html.ts';
import type { Markup } from './html.ts';
import type { JsonObject, OpenApi } from './openapi.ts';
import { exampleOf, schemaView } from './schema-view.ts';

interface Parameter { name: string; in: string; required?: boolean; description?: string; schema?: JsonObject; example?: string; $ref?: string }
interface Media { schema?: JsonObject; example?: unknown }
interface Operation {
  operationId: string; tags: string[]; summary: string; description: string; parameters?: Parameter[]; requestBody?: { content: { 'application/json': Media } };
  responses: { [status: string]: { $ref?: string; description?: string; content?: { [type: string]: Media } } }; 'x-roles': string[]; 'x-example-address'?: string;
}
interface Listed { method: string; path: string; operation: Operation }

const STYLE = `${BASE_STYLE}
body{display:grid;grid-template-columns:17.5rem minmax(0,1fr);min-height:100vh}nav{position:sticky;top:0;height:100vh;overflow-y:auto;padding:1.5rem 1rem 3rem 1.5rem;border-right:1px solid var(--line);font-size:.88rem}
nav h2{font-size:.72rem;letter-spacing:.06em;text-transform:uppercase;color:var(--soft);margin:1.3rem 0 .35rem}nav a{display:block;padding:.16rem 0;color:var(--ink);text-decoration:none}nav a:hover{color:var(--accent)}.brand{font-weight:700;font-size:1.05rem;letter-spacing:-.01em}
input[type=search]{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.45rem .65rem;margin-top:.9rem}
main{padding:2rem clamp(1rem,4vw,3.5rem) 6rem;max-width:66rem}h1{font-size:1.9rem;letter-spacing:-.02em;line-height:1.15}main>p{max-width:44rem;margin:.8rem 0}main>h2{font-size:1.15rem;margin:2.6rem 0 .8rem;letter-spacing:-.01em}
details.op{background:var(--card);border:1px solid var(--line);border-radius:12px;margin:.5rem 0;overflow:hidden}details.op>summary{display:grid;grid-template-columns:4.2rem minmax(0,auto) 1fr;gap:.8rem;align-items:baseline;padding:.7rem 1rem;cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}details.op>summary:hover{background:var(--wash)}
.method{font:600 .74rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;text-align:center;border-radius:6px;background:var(--wash);color:var(--accent)}.method.GET{background:var(--blue-wash);color:var(--blue)}.method.DELETE{background:var(--bad-wash);color:var(--bad)}.method.PUT,.method.PATCH{background:var(--warm-wash);color:var(--warm)}
code,pre{font:.84rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}.path{overflow-wrap:anywhere}.sum{color:var(--soft);text-align:right}.inside{padding:.2rem 1rem 1.2rem;border-top:1px solid var(--line)}.inside>p{margin:.8rem 0;max-width:46rem}.inside h3{font-size:.78rem;letter-spacing:.05em;text-transform:uppercase;color:var(--soft);margin:1.3rem 0 .4rem}
pre{background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;overflow-x:auto;margin:0}.fields{border-left:2px solid var(--line);padding-left:.9rem}.fields .fields{margin:.15rem 0 .3rem}.fields li{padding:.16rem 0}.type{color:var(--soft);font-size:.86rem}.must{color:var(--warm);font-size:.8rem}.status{display:inline-block;min-width:2.6rem;font-weight:600}.answers>li{padding:.35rem 0}.answers summary{cursor:pointer}.role{display:inline-block;background:var(--wash);border-radius:999px;padding:0 .55rem;font-size:.8rem;margin-right:.3rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}td{padding:.3rem .6rem .3rem 0;border-top:1px solid var(--line);vertical-align:top}
@media(max-width:800px){body{display:block}nav{position:static;height:auto;max-height:42vh;border-right:0;border-bottom:1px solid var(--line)}details.op>summary{grid-template-columns:4.2rem 1fr}.sum{grid-column:1/-1;text-align:left}}`;

/** Filters the list while typing, and opens the operation that the address names. */
const SCRIPT = `const box=document.querySelector('input[type=search]');const all=[...document.querySelectorAll('[data-words]')];
box.addEventListener('input',()=>{const words=box.value.toLowerCase().split(/\\s+/).filter(Boolean);for(const one of all)one.hidden=!words.every((word)=>one.dataset.words.includes(word));for(const group of document.querySelectorAll('[data-group]'))group.hidden=![...document.querySelectorAll('[data-in="'+group.dataset.group+'"]')].some((one)=>!one.hidden)});
const open=()=>{const one=location.hash.length>1&&document.getElementById(decodeURIComponent(location.hash.slice(1)));if(one&&one.tagName==='DETAILS'){one.open=true;one.scrollIntoView()}};addEventListener('hashchange',open);open();`;

function curl({ method, path, operation }: Listed, api: OpenApi): string {
  const body = operation.requestBody?.content['application/json'];
  const writes = operation.parameters?.some(({ $ref }) => $ref?.endsWith('IdempotencyKey')) ?? false;
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}"$SPIL${operation['x-example-address'] ?? path}"`, ...(operation['x-roles'].includes('public') ? [] : ['-H "Authorization: Bearer $KEY"']), ...(writes ? ['-H "Idempotency-Key: $(uuidgen)"'] : [])];
  if (body) lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(body.example ?? exampleOf(body.schema ?? {}, api), null, 2).replaceAll("'", "'\\''")}'`);
  return lines.join(' \\\n  ');
}

function answerView(status: string, given: Operation['responses'][string], api: OpenApi): Markup {
  const answer = given.$ref === undefined ? given : api.components.responses[given.$ref.split('/').at(-1) ?? ''] as Operation['responses'][string];
  const [entry] = Object.entries(answer.content ?? {});
  const head = html`<span class="status">${status}</span> ${answer.description ?? ''}`;
  if (!entry?.[1].schema) return html`<li>${head}</li>`;
  return html`<li><details><summary>${head} <span class="type">${entry[0]}</span></summary>${schemaView(entry[1].schema, api)}</details></li>`;
}

/** What it was really answered, where an example was kept. */
function exampleAnswer({ responses }: Operation): Markup | null {
  for (const [status, { content = {} }] of Object.entries(responses)) {
    for (const { example } of Object.values(content)) if (example !== undefined) return html`<details><summary class="soft">It answers ${status}</summary><pre>${typeof example === 'string' ? example : JSON.stringify(example, null, 2)}</pre></details>`;
  }
  return null;
}

/** Text in which `words` of the interface stand between backticks. */
const coded = (text: string): Markup[] => text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

function operationView(listed: Listed, api: OpenApi): Markup {
  const { method, path, operation } = listed;
  const parameters = (operation.parameters ?? []).map((one) => (one.$ref === undefined ? one : api.components.parameters[one.$ref.split('/').at(-1) ?? ''] as unknown as Parameter));
  const body = operation.requestBody?.content['application/json'];
  return html`<details class="op" id="${operation.operationId}" data-in="${operation.tags[0] ?? ''}" data-words="${`${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase()}">
<summary><span class="method ${method}">${method}</span><code class="path">${path}</code><span class="sum">${operation.summary}</span></summary>
<div class="inside">${operation.description.split('\n\n').slice(0, -1).map((text) => html`<p>${coded(text)}</p>`)}<p>${operation['x-roles'].map((role) => html`<span class="role">${role}</span>`)}</p>
${parameters.length === 0 ? null : html`<h3>Parameters</h3><ul class="fields">${parameters.map((one) => html`<li><code>${one.name}</code> <span class="type">${one.in}${typeof one.schema?.['type'] === 'string' ? `, ${one.schema['type']}` : ''}</span>${one.required ? html` <span class="must">required</span>` : null}${one.description ? html`<br><span class="soft">${one.description}</span>` : null}</li>`)}</ul>`}
${body?.schema ? html`<h3>Body</h3>${schemaView(body.schema, api)}` : null}
<h3>Example</h3><pre>${curl(listed, api)}</pre>
${exampleAnswer(operation)}<h3>Answers</h3><ul class="answers">${Object.entries(operation.responses).map(([status, answer]) => answerView(status, answer, api))}</ul></div></details>`;
}

/** The whole documentation as one page body. */
export function docsBody(api: OpenApi): Markup {
  const listed = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Listed => ({ method: method.toUpperCase(), path, operation: operation as unknown as Operation })));
  const tags = [...new Set(listed.map(({ operation }) => operation.tags[0] ?? ''))];
  const of = (tag: string): Listed[] => listed.filter(({ operation }) => operation.tags[0] === tag);
  const info = api['info'] as { version: string; description: string };
  const problems = Object.entries((api['x-problems'] ?? {}) as Record<string, { status: number; title: string }>);
  return html`<nav aria-label="Contents"><a class="brand" href="/">Spil</a><input type="search" placeholder="Filter, such as refund" aria-label="Filter operations">
${tags.map((tag) => html`<div data-group="${tag}"><h2>${tag}</h2>${of(tag).map(({ method, path, operation }) => html`<a href="#${operation.operationId}" data-in="${tag}" data-words="${`${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase()}">${operation.summary}</a>`)}</div>`)}
<h2>More</h2><a href="#schemas">Shared shapes</a><a href="#problems">Refusals</a><a href="/openapi.json">openapi.json</a></nav>
<main><h1>The interface of Spil</h1><p class="soft">Version ${info.version} · ${listed.length} operations · <a href="/openapi.json">OpenAPI 3.1</a></p><p>${info.description}</p>
${tags.map((tag) => html`<h2 data-group="${tag}">${tag}</h2>${of(tag).map((one) => operationView(one, api))}`)}
<h2 id="schemas">Shared shapes</h2>${Object.entries(api.components.schemas).map(([name, schema]) => html`<details class="op" id="schema-${name}"><summary><span class="method">{ }</span><code class="path">${name}</code></summary><div class="inside">${schemaView(schema, api)}</div></details>`)}
<h2 id="problems">Refusals</h2><p>Each is answered as application/problem+json with this code, what was found, what was expected, and what to do now.</p><table><tbody>${problems.map(([code, { status, title }]) => html`<tr><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`)}</tbody></table></main>`;
}

/** Adds GET /openapi.json and GET /docs. The document is made once, when it is first asked for. */
export function addDocs(app: FastifyInstance, document: () => OpenApi): void {
  let made: { api: OpenApi; text: string } | null = null;
  const current = (): { api: OpenApi; text: string } => {
    if (made === null) {
      const api = document();
      made = { api, text: JSON.stringify(api) };
    }
    return made;
  };
  app.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').header('access-control-allow-origin', '*').send(current().text));
  app.get('/docs', (_request, reply) => sendPage(reply, { language: 'en', title: 'The interface of Spil', style: STYLE, body: docsBody(current().api), script: SCRIPT }));
}

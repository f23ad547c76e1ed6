/** Prints labels from the web application on the store's own label printer: a small program on the store's computer, with nothing to install. See docs/label-bridge.md. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** A shipping label is a few kB; one with pictures some hundreds. */
const MOST_BYTES = 1024 * 1024;
/** How long a printer may take to accept a label, in milliseconds. */
const PATIENCE = 10_000;
/** Where the browser finds this program: Spil's pages may speak to this port of their own computer and to no other. */
const PORT = 9101;
/** The port that label printers listen on for raw data. */
const RAW_PORT = 9100;

/** Where a printer is: `device:/dev/usb/lp0` or a path for a cable, `192.168.1.50` or `printer.local:9100` for the network. */
export function printerAt(text) {
  const device = /^(?:device:)?(\/.+|\\\\\.\\.+)$/.exec(text)?.[1];
  if (device) return { kind: 'device', path: device };
  const [, host, port] = /^(\[[0-9a-f:]+\]|[^:/\s]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (!host || Number(port ?? RAW_PORT) > 65_535) throw new Error(`"${text}" is no printer. Give an address such as 192.168.1.50:9100, or a device such as /dev/usb/lp0.`);
  return { kind: 'network', host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? RAW_PORT) };
}

/** Sends bytes to the printer; rejects with a sentence for the person who prints. */
export function send(printer, bytes, patience = PATIENCE) {
  return printer.kind === 'device' ? toDevice(printer.path, bytes) : toNetwork(printer, bytes, patience);
}

async function toDevice(path, bytes) {
  try {
    const device = await open(path, 'w');
    try {
      await device.writeFile(bytes);
    } finally {
      await device.close();
    }
  } catch (error) {
    throw new Error(error.code === 'ENOENT' ? `There is no printer at ${path}. Is its cable plugged in, and is it switched on?` : error.code === 'EACCES' ? `This computer's user may not use the printer at ${path}. On Linux: add the user to the group "lp".` : `The printer at ${path} does not take the label: ${error.message}`);
  }
}

function toNetwork({ host, port }, bytes, patience) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (sentence) => { socket.destroy(); reject(new Error(sentence)); };
    socket.setTimeout(patience, () => fail(`The printer at ${host}:${port} does not answer. Is it switched on, and does it have paper?`));
    socket.on('error', (error) => fail(error.code === 'ECONNREFUSED' ? `Nothing listens at ${host}:${port}. Is that the printer's address, and is it switched on?` : error.code === 'ENOTFOUND' ? `There is no printer called ${host} on this network.` : `The printer at ${host}:${port} cannot be reached: ${error.message}`));
    // Bytes are with the printer when it has closed its side, or the connection is closed after all of them were sent.
    socket.on('close', (failed) => { if (!failed) resolve(); });
    socket.end(bytes);
    socket.resume();
  });
}

const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * The server that the browser speaks to. Only pages of `origin` may use it, and only with the token; it is reached on this computer only,
 * and answers no other name than its own, so that no page of another site gets at it by a name that it controls.
 */
export function createBridge({ origin, token, printer, log = () => {}, patience = PATIENCE }) {
  const queue = { last: Promise.resolve() };
  return createServer((request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', vary: 'Origin' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const from = request.headers.origin;
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) return answer(403, { detail: 'This program answers on this computer only.' });
    if (from !== undefined && from !== origin) return answer(403, { detail: `Pages of ${from} may not print here; this bridge was started for ${origin}.` });
    if (from !== undefined) response.setHeader('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader('access-control-allow-headers', 'authorization, content-type');
      response.setHeader('access-control-max-age', '600');
      // Asked by browsers before a public page may reach a computer's own network (Private Network Access).
      if (request.headers['access-control-request-private-network'] === 'true') response.setHeader('access-control-allow-private-network', 'true');
      return answer(204);
    }
    if (!same(request.headers.authorization ?? '', `Bearer ${token}`)) return answer(401, { detail: 'The code of the bridge is not right. It stands in the window in which the bridge was started.' });
    if (request.method === 'GET' && request.url === '/status') return answer(200, { printer: printer.kind === 'device' ? printer.path : `${printer.host}:${printer.port}` });
    if (request.method !== 'POST' || request.url !== '/print') return answer(404, { detail: 'This program knows GET /status and POST /print.' });
    return void print(request, { printer, patience, queue, log }).then(() => answer(200, { printed: true }), (error) => answer(error.status ?? 502, { detail: error.message }));
  });
}

/** Takes the label from the request and prints it, one after the other: two labels at once would come out as one. */
async function print(request, { printer, patience, queue, log }) {
  const bytes = await bodyOf(request);
  if (!bytes.includes('^XA')) throw Object.assign(new Error('This is no label: ZPL begins with ^XA.'), { status: 422 });
  const job = queue.last.then(() => send(printer, bytes, patience));
  queue.last = job.catch(() => undefined);
  await job.then(() => log(`printed ${bytes.length} bytes`), (error) => { log(error.message); throw error; });
}

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) throw Object.assign(new Error('This is larger than a label can be.'), { status: 413 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const USAGE = `node label-bridge.mjs --origin https://spil.example --printer 192.168.1.50
  --origin   the address at which Spil is opened in the browser, without a path
  --printer  the printer's address on the network (port 9100 when none is given), or its device, e.g. /dev/usb/lp0
  --token    the code that the browser must know; default a new one each time, printed here`;

function main() {
  const { values } = parseArgs({ options: { origin: { type: 'string' }, printer: { type: 'string' }, token: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help || !values.origin || !values.printer) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const origin = new URL(values.origin).origin;
  const token = values.token ?? randomBytes(12).toString('base64url');
  const bridge = createBridge({ origin, token, printer: printerAt(values.printer), log: (line) => console.log(`${new Date().toLocaleTimeString()}  ${line}`) });
  bridge.on('error', (error) => { console.error(error.code === 'EADDRINUSE' ? `Port ${PORT} is taken: is the bridge running already?` : error.message); process.exitCode = 1; });
  bridge.listen(PORT, '127.0.0.1', () => console.log(`Labels from ${origin} go to ${values.printer}.\nIn Spil, under "Printing", choose the label printer, and enter this code: ${token}\nLeave this window open.`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

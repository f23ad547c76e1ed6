/** Keeps webhooks from reaching our own network: which URLs may be called, and which addresses their names may resolve to. */
import { lookup as resolveByDns } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';

export interface GuardOptions {
  /** Allows http and loopback, on any port: for a laptop with simulators, never for a server that others can configure. */
  allowLoopback?: boolean;
  /** Ports besides 443 and 8443 that webhooks may use. */
  ports?: readonly number[];
}

export type UrlVerdict =
  | { ok: true; url: URL }
  | { ok: false; code: 'unreadable' | 'not_https' | 'credentials' | 'address_literal' | 'local_name' | 'forbidden_port' | 'forbidden_address' | 'too_long'; reason: string };

const PORTS: readonly number[] = [443, 8443];
const LONGEST_URL = 2000;
/** Names that are ours by definition: RFC 6761, 6762, 7686, 8375, 9476, and the private names that clouds and offices use. */
const LOCAL_NAMES = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'private', 'home.arpa', 'arpa', 'onion', 'alt', 'test', 'invalid', 'example'];

/**
 * Public by the registries, private by use: IPv4 6to4 relays (RFC 7526), AS112 (RFC 7534, 7535) and AMT (RFC 7450) anycast,
 * the platform address of Azure (documented by Microsoft), and the IPv6 ranges for documentation (RFC 9637), segment routing
 * (RFC 9602) and translation within a site (RFC 8215).
 */
const MORE_FORBIDDEN = ['192.88.99.0/24', '192.175.48.0/24', '192.31.196.0/24', '192.52.193.0/24', '168.63.129.16/32', '3fff::/20', '5f00::/16', '64:ff9b:1::/48']
  .map((range) => ipaddr.parseCIDR(range));
/** All IPv6 addresses that are given out lie in here (IANA IPv6 global unicast assignments). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** Why a resolved address (text, IPv4 or IPv6) may not be called; null when it may. What cannot be read may not. */
export function forbiddenAddress(address: string, { allowLoopback = false }: GuardOptions = {}): string | null {
  const text = address.replace(/%.*$/, '');
  // Strict spelling only: the library also reads the octal, hexadecimal and shortened forms that this guard exists to refuse.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !(text.includes(':') && ipaddr.IPv6.isValid(text))) return 'not an IP address';
  const parsed = ipaddr.parse(text);
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback ? null : 'loopback address';
  if (range !== 'unicast') return `${range} address`;
  if (parsed.kind() === 'ipv6' && !parsed.match(GLOBAL_UNICAST)) return 'not a global unicast address';
  const reserved = MORE_FORBIDDEN.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  return reserved ? 'address reserved for infrastructure' : null;
}

/**
 * Reads a URL for webhooks and refuses what could reach our own network or carry secrets: anything but https, credentials,
 * IP addresses in any spelling, local names, other ports. Resolution is checked later, when connecting, by `guardedLookup`.
 */
export function checkWebhookUrl(text: string, options: GuardOptions = {}): UrlVerdict {
  const { allowLoopback = false, ports = [] } = options;
  if (text.length > LONGEST_URL) return { ok: false, code: 'too_long', reason: `a webhook URL has at most ${LONGEST_URL} characters` };
  // URL parsing forgives these, so two parsers could read two different hosts in one text.
  if (/[\s\\\u0000-\u001f\u007f]/u.test(text)) return { ok: false, code: 'unreadable', reason: 'a webhook URL has no spaces, control characters or backslashes' };
  if (!/^https?:\/\/[^/]/i.test(text) && /^https?:/i.test(text)) return { ok: false, code: 'unreadable', reason: 'a webhook URL starts with https:// and a host name' };
  const url = URL.parse(text);
  if (url === null) return { ok: false, code: 'unreadable', reason: 'this is not a URL such as https://example.com/hooks' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, code: 'not_https', reason: `webhooks go over https, found ${url.protocol}` };
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text)) return { ok: false, code: 'credentials', reason: 'leave user name and password out of the URL: webhooks are signed instead' };

  const host = url.hostname.replace(/\.$/, '');
  const literal = host.startsWith('[') ? host.slice(1, -1) : /^[0-9.]+$/.test(host) ? host : null;
  const loopback = host === 'localhost' || (literal !== null && ipaddr.isValid(literal) && ipaddr.parse(literal).range() === 'loopback');
  if (loopback && allowLoopback) return { ok: true, url };
  if (url.protocol !== 'https:') return { ok: false, code: 'not_https', reason: 'webhooks go over https, found http' };
  if (literal !== null) {
    const why = forbiddenAddress(literal, options);
    return why === null
      ? { ok: false, code: 'address_literal', reason: 'use a host name, not an IP address' }
      : { ok: false, code: 'forbidden_address', reason: `webhooks cannot go to this host: ${why}` };
  }
  const local = !host.includes('.') || LOCAL_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
  if (local) return { ok: false, code: 'local_name', reason: `"${host}" is a name within a network; use a public host name` };
  const port = url.port === '' ? 443 : Number(url.port);
  if (!PORTS.includes(port) && !ports.includes(port)) return { ok: false, code: 'forbidden_port', reason: `webhooks go to port 443 or 8443, found ${port}` };
  return { ok: true, url };
}

/** Resolves a name to all its addresses; the system's resolver, or one given for tests. */
export type Resolve = (hostname: string, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

const systemResolve: Resolve = (hostname, done) => resolveByDns(hostname, { all: true, verbatim: true }, done);

/** A name resolved to an address that may not be called. `code` is stable, the address itself stays out of the message. */
export class ForbiddenAddress extends Error {
  readonly code = 'FORBIDDEN_ADDRESS';
  constructor(hostname: string, why: string) {
    super(`${hostname} resolves to a ${why}, which webhooks cannot reach`);
  }
}

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A `lookup` for node:http(s) that resolves once, refuses the name when any of its addresses is forbidden, and hands over only
 * what it checked: the connection is made to those very addresses, so a name that changes its mind in between (DNS rebinding)
 * gains nothing.
 */
export function guardedLookup(options: GuardOptions = {}, resolve: Resolve = systemResolve): (hostname: string, wanted: LookupOptions, done: LookupDone) => void {
  return (hostname, wanted, done) => {
    resolve(hostname, (error, addresses) => {
      if (error) return done(error, []);
      for (const { address } of addresses) {
        const why = forbiddenAddress(address, options);
        if (why !== null) return done(new ForbiddenAddress(hostname, why), []);
      }
      const family = wanted.family === 'IPv4' ? 4 : wanted.family === 'IPv6' ? 6 : (wanted.family ?? 0);
      const usable = family === 0 ? addresses : addresses.filter((entry) => entry.family === family);
      const first = usable[0];
      if (!first) return done(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), []);
      return wanted.all === true ? done(null, usable) : done(null, first.address, first.family);
    });
  };
}

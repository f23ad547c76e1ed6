/** Reading cookies, and telling whether a request that carries them is the person's own will. */
import type { FastifyRequest } from 'fastify';

/** The value of one cookie in a Cookie header; undefined when it is not there. */
export function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** A write that carries a cookie must come from our own pages: another site's request is not the person's will. */
export function fromOurPages(request: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

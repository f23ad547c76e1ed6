/** Whether a request comes from our own page: another site must not place orders or make things fail in a visitor's name. */
import type { FastifyRequest } from 'fastify';

/** A browser says where a request comes from; a program that says nothing is let through. */
export function fromOurPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host;
}

/** Whether the browser was led here under the machine's own name: a foreign name that points to this machine is no page of ours. */
export const underOwnName = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '');

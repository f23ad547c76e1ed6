/** The control door of the company at work: what the robots did, and how fast they go. */
import Fastify from 'fastify';
import { z } from 'zod';
import { PLACES } from '../../database/seed/places.ts';
import { FASTEST } from './company.ts';
import type { Company } from './company.ts';

const Wanted = z.strictObject({
  pace: z.number().min(0).max(FASTEST).optional().describe('Orders a minute'),
  paused: z.boolean().optional(),
  orders: z.int().min(0).max(500).optional().describe('So many orders more, as fast as they can be placed'),
  leave: z.array(z.string().max(60)).max(100).optional().describe('Orders that are a visitor\'s own: no robot touches them, their parcels or their pickup'),
  away: z.array(z.enum(PLACES.map(({ code }) => code))).optional().describe('Places where people work instead of robots'),
});

/** `GET /_control/company` shows the figures, `POST /_control/company` changes pace, pause, extra orders and places without robots. */
export async function startControl(company: Company, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/_control/company', () => company.figures());
  app.post('/_control/company', (request, reply) => {
    const wanted = Wanted.safeParse(request.body ?? {});
    if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
    company.set(wanted.data);
    return company.figures();
  });
  const url = await app.listen({ host: '127.0.0.1', port });
  return { url, close: () => app.close() };
}

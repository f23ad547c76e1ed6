/** Our own pages, added to the server before its routes: the doors of the screens, the company at work, and the interface to read. */
import type { FastifyInstance } from 'fastify';
import type { Route } from '../kernel/http.ts';
import { addCompany } from './company.ts';
import type { CompanyDeps } from './company.ts';
import { addDocs } from './docs.ts';
import { keptExamples } from './examples.ts';
import { openApi } from './openapi.ts';
import { addWeb } from './web.ts';

export type { CompanyDeps } from './company.ts';

export interface PagesDeps {
  /** All routes of the server, for the interface. */
  routes: readonly Route[];
  /** Version of Spil. */
  version: string;
  /** The company page at /, and the sandbox; null where there is none, as in production: / then leads to the office. */
  company: CompanyDeps | null;
}

/** What `buildServer` takes as `prepare`. */
export function pages({ routes, version, company }: PagesDeps): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    addDocs(app, () => openApi(routes, { version, examples: keptExamples() }));
    if (company) addCompany(app, company);
    else app.get('/', (_request, reply) => reply.redirect('/office'));
    await addWeb(app, { sandbox: company !== null });
  };
}

/** What only the sandbox's pages reach: the outlet's simulator, and the robots' door with robots that wait to be told. */
import { createMagentoSimulator } from '../../server/connectors/magento/simulator.ts';
import type { Clock } from '../../server/kernel/clock.ts';
import { createCompany } from '../../server/simulation/company.ts';
import { startControl } from '../../server/simulation/control.ts';
import { demoCredentials } from '../../server/simulation/credentials.ts';

type Urls = Parameters<typeof createCompany>[0]['urls'];

export interface Playground { magento: string; company: string; close(): Promise<void> }

export async function startPlayground({ spilUrl, urls, secret, clock }: { spilUrl: string; urls: Omit<Urls, 'magento'>; secret: string; clock: Clock }): Promise<Playground> {
  const outlet = createMagentoSimulator({ storage: ':memory:', token: demoCredentials(secret).outlet.token, now: () => new Date(clock.now()) });
  const magento = await outlet.listen();
  const robots = await startControl(await createCompany({ spilUrl, urls: { ...urls, magento }, secret, clock }), 0);
  return { magento, company: `${robots.url}/_control/company`, close: async () => { await Promise.all([robots.close(), outlet.close()]); } };
}

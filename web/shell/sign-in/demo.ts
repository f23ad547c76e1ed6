/** The people of the demo with their log-ins: asked for at sign-in, and there only where the server is a demo. */
import { queryOptions } from '@tanstack/react-query';

export interface DemoPerson { email: string; name: string; roles: string[]; locations: string[] | null; password: string; pin: string | null }
export interface DemoCompany { retailer: string; visitorsPlace: string; places: { code: string; name: string; kind: string }[]; people: DemoPerson[] }

/** Null where the server is no demo, which it says by not knowing the address. */
export const demoQuery = queryOptions<DemoCompany | null>({
  queryKey: ['demo'], staleTime: Infinity, retry: false,
  queryFn: async ({ signal }) => {
    const response = await fetch('/demo', { headers: { accept: 'application/json' }, signal });
    return response.ok ? await response.json() as DemoCompany : null;
  },
});

/** Somebody of the demo by name, for the PIN pad's hint; two people never have one name. */
export const demoPinOf = (demo: DemoCompany | null | undefined, name: string): string | null => demo?.people.find((person) => person.name === name)?.pin ?? null;

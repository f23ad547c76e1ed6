/** A location as its list, its page and its forms know it. */
import type { Answer } from '../../api/client.ts';

export type Place = Answer<'listLocations'>['items'][number];

export type Work = Answer<'getWorkload'>['locations'][number];

export type Location = Answer<'getLocation'>;

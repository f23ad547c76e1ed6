/** What the room needs of the house. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';

export interface CatalogueDeps { database: Database; clock: Clock }

/** What the room needs of the house. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import type { Authenticator } from './authenticator.ts';
import type { Sessions } from './sessions.ts';

export interface IdentityDeps { database: Database; clock: Clock; sessions: Sessions; authenticator: Authenticator }

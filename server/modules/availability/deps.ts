/** What the room needs of the house. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import type { IpLocator, WorldSource } from '../sourcing/index.ts';

export interface AvailabilityDeps { database: Database; clock: Clock; worlds: WorldSource; /** Where IP addresses are; null without a table. */ ips: IpLocator | null }

/** Who reads messages and who sends one again. Pure. */
import type { Role } from '../../kernel/http.ts';

/** Teams that help customers; stores and channels see orders, not correspondence. */
export const READERS: readonly Role[] = ['service', 'operations', 'finance', 'viewer'];
export const CHANGERS: readonly Role[] = ['service', 'operations'];

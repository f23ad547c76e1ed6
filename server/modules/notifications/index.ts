/** The door of notifications: customers are told what happens to their order, once, in their language. */
import type { Follower } from '../books/index.ts';
import type { Sender } from './ports.ts';
import { notificationFollowers } from './reactions.ts';
import type { ReactionDeps } from './reactions.ts';
import { messageWorker } from './worker.ts';

export { Brand, MESSAGE_KINDS } from './kinds.ts';
export type { MessageKind } from './kinds.ts';
export type { ComposeDeps } from './compose.ts';
export { eraseMessages, eraseOldBodies, notificationsPersonalData } from './queue.ts';
export { hurryMails } from './hurry.ts';
export { mailLink } from './commands.ts';
export { methodName } from './methods.ts';
export { notificationRoutes } from './routes.ts';
export { BRAND_KIND, BRAND_NAME, brandOf, notificationDocumentKinds, TEMPLATE_KIND } from './settings.ts';
export type { OutgoingMail, Sender, SendOutcome } from './ports.ts';

export interface NotificationDeps extends ReactionDeps {
  sender: Sender;
  /** Days that the contents of messages are kept. Default 90. */
  keepDays?: number;
}

export interface Notifications {
  followers: Follower[];
  /** Makes and sends all messages that are due, until nothing is left. For tests and shutdown. */
  drain(): Promise<void>;
  /** Starts followers and sender; a follower that was started already goes on as it is. */
  start(): void;
  stop(): Promise<void>;
}

/** The reaction that makes messages and the worker that sends them. */
export function createNotifications(deps: NotificationDeps): Notifications {
  const followers = notificationFollowers(deps);
  const worker = messageWorker(deps);
  return {
    followers,
    drain: async () => {
      for (const one of followers) await one.drain();
      await worker.drain();
    },
    start: () => {
      for (const one of followers) one.start();
      worker.start();
    },
    stop: async () => {
      for (const one of followers) await one.stop();
      await worker.stop();
    },
  };
}

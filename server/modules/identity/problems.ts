/** Refusals of the identity room. */
import { catalogue } from '../../kernel/problem.ts';

export const identityProblems = catalogue('identity', {
  wrong_credentials: { status: 401, title: 'The e-mail address and password do not belong together' },
  too_many_attempts: { status: 429, title: 'Too many wrong attempts' },
  key_unknown: { status: 404, title: 'There is no such API key' },
  person_unknown: { status: 404, title: 'There is no such person' },
  email_taken: { status: 409, title: 'Somebody else has this e-mail address' },
  password_refused: { status: 422, title: 'This password cannot be used' },
  not_a_person: { status: 403, title: 'This is for people, not for API keys' },
  last_administrator: { status: 409, title: 'The last administrator cannot be taken away' },
});

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
  device_unknown: { status: 401, title: 'This device is not signed in for a store' },
  device_not_found: { status: 404, title: 'There is no such device' },
  not_a_colleague: { status: 404, title: 'This person does not work here' },
  no_pin: { status: 409, title: 'This person has no PIN' },
  wrong_pin: { status: 401, title: 'The PIN is wrong' },
  pin_locked: { status: 429, title: 'Too many wrong PINs' },
  pin_refused: { status: 422, title: 'This PIN cannot be used' },
  pin_not_for_you: { status: 409, title: 'A PIN is for people who work in a store' },
  password_needed: { status: 401, title: 'Your password is needed for this' },
  last_administrator: { status: 409, title: 'The last administrator cannot be taken away' },
});

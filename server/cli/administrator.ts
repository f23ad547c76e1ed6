/** `spil administrator E-MAIL [NAME]`: the first account of an installation: somebody who may everything, with a password printed once. */
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { openDatabase } from '../kernel/database.ts';
import { openDatabase as openInstalled } from '../kernel/embedded.ts';
import { newSecret } from '../kernel/ids.ts';
import { migrate } from '../kernel/migrate.ts';
import { createKey, createPerson } from '../modules/identity/index.ts';

export const summary = 'Makes an account that may everything (E-MAIL [NAME]), and prints its password and an API key once.';

export async function run([email, ...words]: string[]): Promise<number> {
  if (email === undefined || !/^[^@\s]+@[^@\s]+$/.test(email)) {
    console.error('Name the e-mail address of the administrator: spil administrator you@example.com "Your Name"');
    return 1;
  }
  const installed = await openInstalled(process.env, console.error);
  try {
    await migrate(installed.url);
    const database = openDatabase({ url: installed.url, max: 2, applicationName: 'spil administrator' });
    try {
      const [known] = await database.query('select 1 from identity.person where lower(email) = lower($1)', [email]);
      if (known) {
        console.error(`There is an account ${email} already. An administrator can give it a new password at /people.`);
        return 1;
      }
      const name = words.join(' ') || email;
      const password = newSecret(12);
      await createPerson(database, { name, email, roles: ['administrator'], locations: null, password }, systemClock.now());
      const { secret } = await createKey(database, { name: `${name} (administrator)`, roles: ['administrator'], locations: null }, systemClock.now());
      console.log(`Made ${email}, who may everything.\n  password  ${password}\n  API key   ${secret}\nBoth are shown this once.`);
      return 0;
    } finally {
      await database.close();
    }
  } finally {
    await installed.close();
  }
}

await command(import.meta, run);

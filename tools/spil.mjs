#!/usr/bin/env node
/** The one command: installs what is missing, and runs server/cli/<command>.ts under the pinned Node. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { becomeUnderPinnedNode, checkout, ensureInstalled, give } from './installed.mjs';
import { ensureBuilt } from './web.mjs';

const [given = 'help', ...rest] = process.argv.slice(2);
const command = given === '--help' || given === '-h' ? 'help' : given;
const program = join(checkout, 'server', 'cli', `${command}.ts`);

if (!/^[a-z-]+$/.test(command) || !existsSync(program)) give(`there is no command "${given}". "node tools/spil.mjs help" lists those there are.`);
ensureInstalled();
if (command === 'start' || command === 'serve') ensureBuilt();
// The whole company on a laptop: a small young generation costs `start` little speed and saves a third of its memory.
const flags = command === 'start' || command === 'simulate' ? ['--optimize-for-size', '--max-semi-space-size=2'] : [];
await becomeUnderPinnedNode([...flags, program, ...rest]);

/** Runs a program of this repository (bench, journeys, torture) under the pinned Node: node tools/run.mjs tests/bench/main.ts … */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { becomeUnderPinnedNode, checkout, ensureInstalled, give } from './installed.mjs';

const [program, ...rest] = process.argv.slice(2);
ensureInstalled();
if (program === undefined || !existsSync(join(checkout, program))) give(`there is no program ${program ?? '(none was named)'} in this repository.`);
process.chdir(checkout);
await becomeUnderPinnedNode([join(checkout, program), ...rest]);

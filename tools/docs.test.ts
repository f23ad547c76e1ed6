/** The documents keep to what is there: their links lead somewhere, their commands and addresses exist, and their order can be placed. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proveTotals } from '../server/modules/channels/index.ts';
import { PlaceBody } from '../server/modules/orders/contract.ts';
import { root } from './tidy.ts';

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const textOf = (path: string): string => documents.find((one) => one.path === path)?.text ?? '';
const matches = (pattern: RegExp): { path: string; match: RegExpMatchArray }[] => documents.flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => ({ path, match })));

describe('documents', () => {
  it('are there', () => expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/operations.md', 'docs/integrators.md', 'docs/security.md'])));

  it('link to what exists', () => {
    const broken = matches(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g).filter(({ path, match }) => !existsSync(join(root, dirname(path), match[1] ?? '')));
    expect(broken.map(({ path, match }) => `${path}: ${match[1]}`)).toEqual([]);
  });

  it('draw nothing that Mermaid reads otherwise than it is meant: a semicolon ends a line there', () => {
    const drawn = matches(/```mermaid\n([\s\S]*?)```/g);
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.flatMap(({ path, match }) => (match[1] ?? '').split('\n').filter((line) => line.includes(';')).map((line) => `${path}: ${line.trim()}`))).toEqual([]);
  });

  it('name commands that exist', () => {
    const named = matches(/(?:tools\/spil\.mjs|`spil|npm run spil(?: --)?) ([a-z]+)\b/g);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ match }) => !existsSync(join(root, 'server', 'cli', `${match[1]}.ts`))).map(({ path, match }) => `${path}: ${match[0]}`)).toEqual([]);
    const scripts = Object.keys((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts);
    expect(matches(/npm run ([a-z]+)/g).filter(({ match }) => !scripts.includes(match[1] ?? '')).map(({ path, match }) => `${path}: ${match[0]}`)).toEqual([]);
  });

  it('name files and folders that exist', () => {
    const named = matches(/`((?:server|tests|tools|contract|docs|database)\/[\w./-]+)`/g);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ match }) => !existsSync(join(root, match[1] ?? ''))).map(({ path, match }) => `${path}: ${match[1]}`)).toEqual([]);
  });

  it('name addresses that the interface has', () => {
    const { paths } = JSON.parse(readFileSync(join(root, 'contract', 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, unknown>> };
    const known = new Set(Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)));
    const named = matches(/\b(GET|POST|PUT|PATCH|DELETE)\s+(\/[a-z][a-z/{}-]*)/g).filter(({ path }) => !path.startsWith('docs/adr') && path !== 'docs/import.md');
    expect(named.length).toBeGreaterThan(20);
    // Pages and the calls that we make to an ERP are no operations of ours.
    const ours = named.filter(({ match }) => !['GET /stock-report', 'PUT /documents/{id}', 'GET /openapi'].includes(`${match[1]} ${match[2]}`));
    expect(ours.filter(({ match }) => !known.has(`${match[1]} ${match[2]}`)).map(({ path, match }) => `${path}: ${match[0]}`)).toEqual([]);
  });

  it('give an order that can be placed and adds up', () => {
    const example = /\$SPIL\/orders [^']*'Content-Type: application\/json'[^{]*(\{[\s\S]*?\n\})'/.exec(textOf('docs/integrators.md'))?.[1];
    const { channel, ...order } = PlaceBody.parse(JSON.parse(example ?? 'null'));
    expect(channel).toBe('api');
    expect(proveTotals(order)).toEqual([]);
  });

  it('name the settings of a process that the code reads, all of them', () => {
    const code = globSync('{server,tools}/**/*.{ts,mjs}', { cwd: root }).filter((path) => !path.includes('.test.')).map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
    const table = textOf('docs/operations.md').split('## Settings of a process')[1]?.split('\n## ')[0] ?? '';
    const told = [...table.matchAll(/`([A-Z][A-Z0-9_]{3,})`/g)].map((match) => match[1] ?? '').filter((name) => !name.startsWith('SPIL_SECRET_'));
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter((name) => !code.includes(name))).toEqual([]);
    const read = [...code.matchAll(/(?:given|needed)\('([A-Z_]+)'/g)].map((match) => match[1] ?? '');
    expect(read.filter((name) => !told.includes(name))).toEqual([]);
  });
});

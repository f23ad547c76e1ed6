/** Why customers bring things back and in which condition these are: the retailer's own words, as a setting, with usual ones to begin with. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';

const Label = z.object({ en: z.string().trim().min(1).max(80), nl: z.string().trim().min(1).max(80) });
const code = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'lower-case words joined by underscores');

export const ReturnWords = z.strictObject({
  reasons: z.array(z.strictObject({ code, label: Label })).min(1).max(50),
  conditions: z.array(z.strictObject({ code, label: Label, disposition: z.enum(['sellable', 'damaged']).describe('Where goods in this condition go when they are put away') })).min(1).max(20),
});
export type ReturnWords = z.infer<typeof ReturnWords>;

const KIND = 'return-reasons';
const NAME = 'default';

const USUAL: ReturnWords = {
  reasons: [
    { code: 'too_small', label: { en: 'Too small', nl: 'Te klein' } },
    { code: 'too_large', label: { en: 'Too large', nl: 'Te groot' } },
    { code: 'not_as_expected', label: { en: 'Not as expected', nl: 'Anders dan verwacht' } },
    { code: 'wrong_item', label: { en: 'Wrong product received', nl: 'Verkeerd product ontvangen' } },
    { code: 'faulty', label: { en: 'Faulty or broken', nl: 'Defect of kapot' } },
    { code: 'too_late', label: { en: 'Arrived too late', nl: 'Te laat gekomen' } },
    { code: 'changed_mind', label: { en: 'Changed their mind', nl: 'Toch niet gewenst' } },
  ],
  conditions: [
    { code: 'as_new', label: { en: 'As new', nl: 'Als nieuw' }, disposition: 'sellable' },
    { code: 'worn', label: { en: 'Worn', nl: 'Gedragen' }, disposition: 'damaged' },
    { code: 'damaged', label: { en: 'Damaged', nl: 'Beschadigd' }, disposition: 'damaged' },
  ],
};

export const returnReasonsKind: DocumentKind = {
  kind: KIND, title: 'Reasons and conditions of returns', editors: ['service', 'operations'],
  check: (body, { name }) => {
    const read = ReturnWords.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    const twice = (['reasons', 'conditions'] as const).flatMap((list) => {
      const codes = read.data[list].map((one) => one.code);
      return codes.flatMap((one, index) => (codes.indexOf(one) < index ? [{ path: `${list}.${index}.code`, message: `"${one}" is there twice` }] : []));
    });
    return name === NAME ? twice : [{ path: 'name', message: `there is one list, and its name is ${NAME}` }, ...twice];
  },
};

/** The words in force. */
export async function returnWords(database: Queryable): Promise<ReturnWords> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : ReturnWords.safeParse(active.body);
  return read?.success ? read.data : USUAL;
}

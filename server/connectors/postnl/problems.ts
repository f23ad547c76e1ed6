/** PostNL's many ways of saying no, read as one list, and told to a store as one plain sentence with the field to correct. */
import { z } from 'zod';
import { listOf, Text } from './reading.ts';

export interface Problem {
  code: string;
  text: string;
}

const Named = z.object({ Code: Text, Description: Text, Error: Text, Message: Text, ErrorMsg: Text, ErrorNumber: Text, ErrorCode: Text, ErrorDescription: Text }).partial();
const Body = z.object({
  Errors: listOf(Named), errors: listOf(Named), Error: listOf(Named),
  ResponseShipments: listOf(z.object({ Errors: listOf(Named).optional() })),
  fault: z.object({ faultstring: Text, detail: z.object({ errorcode: Text }).partial().optional() }).partial(),
  message: Text, http_status_code: Text,
}).partial();

const problem = (named: z.infer<typeof Named>): Problem => ({
  code: named.Code ?? named.ErrorNumber ?? named.ErrorCode ?? '',
  text: named.Description ?? named.ErrorMsg ?? named.ErrorDescription ?? named.Message ?? named.Error ?? '',
});

/**
 * Every complaint in an answer of any of PostNL's services: `Errors` (labelling), `errors` (barcode), `Error` (locations), `fault`
 * (gateway), `message` (gateway), a bare list (older services) and the `Errors` of a shipment within a successful answer.
 */
export function problemsIn(json: unknown): Problem[] {
  const bare = z.array(Named).safeParse(json);
  const read = Body.safeParse(json);
  const found = bare.success ? bare.data.map(problem) : !read.success ? [] : [
    ...[read.data.Errors, read.data.errors, read.data.Error].flatMap((list) => list ?? []).map(problem),
    ...(read.data.ResponseShipments ?? []).flatMap((shipment) => shipment.Errors ?? []).map(problem),
    ...(read.data.fault ? [{ code: read.data.fault.detail?.errorcode ?? '', text: read.data.fault.faultstring ?? '' }] : []),
    ...(read.data.message !== undefined && read.data.message !== null ? [{ code: read.data.http_status_code ?? '', text: read.data.message }] : []),
  ];
  return found.filter(({ code, text }) => code !== '' || text !== '');
}

/** Whether PostNL says that it has this barcode's announcement already. Its error list has no code for this, so the words decide. */
export const saysAlreadyConfirmed = ({ text }: Problem): boolean => /\b(?:already|duplicate|reeds)\b/i.test(text) && /confirm|announc|alert|aangemeld|voorgemeld|barcode/i.test(text);

/** The party meant by PostNL's two digits of an address type. */
const PARTIES: Readonly<Record<string, string>> = { '01': 'receiver', '02': 'sender', '08': 'returnAddress', '09': 'pickupPoint' };
const PARTY_WORDS: Readonly<Record<string, string>> = { receiver: 'the receiver', sender: 'the sender', returnAddress: 'the return address', pickupPoint: 'the pickup point' };

/** Codes of PostNL's error list that a store can do something about, with the field of our parcel request. */
const SENTENCES: Readonly<Record<string, { field: string | null; reason: string }>> = {
  '10601': { field: 'receiver.street', reason: 'PostNL does not deliver this product to a post box; ask the customer for a street address.' },
  '10602': { field: 'receiver', reason: 'PostNL misses the address of the receiver.' },
  '10801': { field: 'receiver.postalCode', reason: 'PostNL does not deliver this product to the Wadden islands.' },
  '10802': { field: 'receiver.postalCode', reason: 'The postal code of the receiver is missing.' },
  '11502': { field: 'receiver.city', reason: 'The town of the receiver is missing.' },
  '11503': { field: 'receiver.street', reason: 'The street of the receiver is missing.' },
  '11504': { field: 'weightGrams', reason: 'The weight of the parcel is missing.' },
  '12209': { field: 'deliveryDate', reason: 'This product needs a delivery date.' },
  '12210': { field: 'deliveryDate', reason: 'PostNL cannot read the delivery date.' },
  '12213': { field: 'receiver.houseNumber', reason: 'The house number of the receiver is missing.' },
  '12214': { field: 'receiver.postalCode', reason: 'The postal code of the receiver is missing.' },
  '12215': { field: 'receiver.country', reason: 'The country of the receiver is missing.' },
  '13301': { field: 'product', reason: 'PostNL does not deliver this product in the evening.' },
  '13304': { field: 'product', reason: 'PostNL does not deliver this product on Sunday.' },
  '13911': { field: 'weightGrams', reason: 'The weight of the parcel is missing.' },
  '13912': { field: 'weightGrams', reason: 'PostNL does not accept this weight; it takes whole grams up to 99,999.' },
  '13913': { field: 'receiver.phone', reason: 'This product needs the mobile number of the receiver.' },
  '13915': { field: 'receiver.email', reason: 'This product needs the e-mail address of the receiver.' },
  '13916': { field: 'receiver.email', reason: 'PostNL does not accept this e-mail address; it takes 50 characters at most.' },
  '14001': { field: 'barcode', reason: 'PostNL misses the barcode of the parcel.' },
  '14002': { field: 'barcode', reason: 'PostNL wants a barcode of 13 characters for this product.' },
  '14003': { field: 'barcode', reason: 'PostNL does not recognise the barcode of the parcel.' },
  '16306': { field: 'weightGrams', reason: 'The weight of the parcel is missing.' },
};

/** A problem as the sentence for the store's screen and the field of our request it is about; what is not in our list keeps PostNL's own words. */
export function explain({ code, text }: Problem): { code: string; reason: string; field: string | null } {
  const known = SENTENCES[code];
  if (known) return { code, ...known };
  const party = PARTIES[/^(?:127|128)(\d{2})\d{2}$/.exec(code)?.[1] ?? /^1040[0145](\d{2})$/.exec(code)?.[1] ?? ''];
  if (party !== undefined) {
    const who = PARTY_WORDS[party] ?? party;
    if (/^128\d{2}0[23]$/.test(code)) return { code, field: party, reason: `PostNL does not know the address of ${who}; check postal code, house number and addition.` };
    if (/^127\d{2}0[5678]$/.test(code)) return { code, field: `${party}.country`, reason: `PostNL does not carry this product to the country of ${who}.` };
    if (/^10405/.test(code)) return { code, field: party, reason: `PostNL wants a reply number (Antwoordnummer) as ${who} of a return.` };
    if (/^10400/.test(code)) return { code, field: party, reason: `PostNL does not take a reply number (Antwoordnummer) as ${who} of this product.` };
    return { code, field: party, reason: `PostNL misses the address of ${who}.` };
  }
  const contact = /^11(\d{2})0([2346])$/.exec(code);
  const contactOf = PARTIES[contact?.[1] ?? ''];
  if (contact && contactOf !== undefined) return { code, field: contact[2] === '3' ? `${contactOf}.phone` : `${contactOf}.email`, reason: `PostNL needs ${contact[2] === '3' ? 'a telephone number' : contact[2] === '2' ? 'an e-mail address' : contact[2] === '6' ? 'a correct e-mail address' : 'an e-mail address or telephone number'} of ${PARTY_WORDS[contactOf] ?? contactOf}.` };
  return { code: code === '' ? 'postnl' : code, field: null, reason: `PostNL refuses the parcel: ${text === '' ? `error ${code}` : text}` };
}

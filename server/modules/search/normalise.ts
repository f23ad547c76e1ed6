/** Pure: how text is written so that what people type is found: lower case, without accents, in every order in which its words may be begun. */

/** Letters that Unicode does not take apart into a letter and an accent. */
const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
/** Longer keys tell nothing apart any more. */
const LONGEST = 80;
const MOST_WORDS = 8;

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[ßøłæœđðþı]/g, (letter) => FOLDED[letter] ?? letter);

/** Words with one space between: "Renée  O'Neill-Smit" → "renee o neill smit". */
export const words = (text: string): string => folded(text).replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim().slice(0, LONGEST);

/** Letters and digits only: "#WEB-2026/001" → "web2026001", "3511 AB 12" → "3511ab12". */
export const compact = (text: string): string => folded(text).replaceAll(/[^\p{L}\p{N}]+/gu, '').slice(0, LONGEST);

/** An e-mail address as it is compared; its beginning is its local part. */
export const mail = (text: string): string => folded(text).replaceAll(/\s+/g, '').slice(0, LONGEST);

/** The ways in which a phrase may be begun: at each of its words, the words before it following: "anna de vries" → also "de vries anna", "vries anna de". */
export function rotations(text: string): string[] {
  const parts = [...new Set(words(text).split(' '))].filter((part) => part !== '').slice(0, MOST_WORDS);
  return parts.map((_part, index) => [...parts.slice(index), ...parts.slice(0, index)].join(' ').slice(0, LONGEST));
}

/** Calling codes (ITU-T E.164) of the countries around: numbers are typed with and without them. */
const CALLING_CODES = ['31', '32', '33', '44', '49', '352', '45', '46', '47', '48', '34', '39', '41', '43'];

/** A telephone number (or any run of digits) without the zeros or the country before it: "+31 6 1234" and "06-1234" both give "61234". Shortest last. */
export function digits(text: string): string[] {
  const plain = text.replaceAll(/\D/g, '').replace(/^0+/, '').slice(0, 30);
  if (plain === '') return [];
  const code = CALLING_CODES.find((one) => plain.startsWith(one) && plain.length >= one.length + 8);
  return code === undefined ? [plain] : [plain, plain.slice(code.length).replace(/^0+/, '')];
}

/** What is known by its last figures: kept backwards, behind a sign that nothing else begins with. */
export const ending = (text: string): string => `<${[...compact(text)].reverse().join('')}`;

/** The forms in which something that was typed may stand in the index; none for what is too short to tell anything. */
export function formsOf(typed: string): string[] {
  const text = typed.trim().slice(0, 200);
  const close = compact(text);
  if (close.length < 2) return [];
  const numeric = /^[\d\s()+./#-]+$/.test(text);
  const forms = [words(text), close, ...(/[@._-]/.test(text) ? [mail(text)] : []), ...(numeric && close.length >= 4 ? digits(text) : []), ...(/\d/.test(close) && close.length >= 4 ? [ending(text)] : [])];
  return [...new Set(forms)].filter((form) => form.replace('<', '').length >= 2);
}

/** The end of the range of all keys that begin with a form: no character is after this one. */
export const endOf = (form: string): string => `${form}\u{10FFFF}`;

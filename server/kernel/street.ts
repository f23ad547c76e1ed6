/** Takes address lines apart into street, house number and addition, and says so when that cannot be done without guessing. */

export interface StreetParts {
  street: string;
  houseNumber: string;
  /** What follows the house number at the door ("A", "2 hoog", "bus 12"); null when there is nothing. */
  addition: string | null;
  /** Whatever is neither street, number nor addition, such as a building or a company name. */
  line2: string | null;
}

/** Lines that cannot be taken apart with certainty; the reason is a sentence for the screen where a person corrects it. */
export interface Unparsed {
  unparsed: true;
  reason: string;
}

const unparsed = (reason: string): Unparsed => ({ unparsed: true, reason });

/** Countries that write the number after the street, and those that write it before; elsewhere only one reading may fit. */
const NUMBER_LAST = new Set('NL BE DE AT CH LI DK SE NO FI IS PL CZ SK HU SI HR RO BG GR IT ES PT EE LV LT'.split(' '));
const NUMBER_FIRST = new Set('FR MC GB IE US CA AU NZ'.split(' '));
/** Countries where "12-14" is one house number of a building with two, and not number 12 with addition 14. */
const RANGE_IS_ONE_NUMBER = new Set('DE AT CH LI SE NO DK FI PL CZ SK HU IT ES PT'.split(' '));
/** Countries that write "unit 3 at number 45" as 3/45 (or 3-45 in Canada). */
const UNIT_BEFORE_NUMBER = new Map([['AU', '/'], ['NZ', '/'], ['CA', '-']]);

/** Words that may stand in an addition to a house number. */
const ADDITION_WORDS = [
  'hoog hs huis bis ter quater rood zwart rd zw bg boven beneden onder achter voor links rechts app apt appartement etage verdieping verd kamer unit bus bte boite boîte box bt',
  'eg og dg ug vh hh hinterhaus vorderhaus whg wohnung we stock stiege top tür li re',
  'piso puerta pta esc escalera izq izda dcha bajo int interno scala piano esq dto st tv th mf kl sal lok lgh m',
].join(' ').split(' ').join('|');
const ADDITION_TOKEN = `(?:(?:${ADDITION_WORDS})\\.?(?![\\p{L}])|[ivx]{1,5}(?![\\p{L}\\d])|\\d{1,4}(?:[.ºª°]|[a-z]{1,2})?(?![\\p{L}\\d])|(?!(?:de|te|in|op|to|by|la|le|du|bv|nv)(?![\\p{L}\\d]))[a-z]{1,2}\\d{0,4}(?![\\p{L}\\d]))`;
const ADDITION = new RegExp(`^(?:bis|ter|hs)?${ADDITION_TOKEN}?(?:(?:\\s*[-/,–+]\\s*|\\s+|(?<=\\p{L})(?=\\d)|(?<=\\d)(?=\\p{L}))${ADDITION_TOKEN}){0,4}$`, 'iu');

/** Words that name a part of a site, so that "Gebouw 3" is never read as a street with number 3. */
const PART_OF_SITE = /^(?:gebouw|geb\.?|blok|toren|flat|appartement|app\.?|apt\.?|etage|verdieping|kamer|unit|bus|bte\.?|bo[iî]te|box|hal|hall|loods|ingang|poort|afdeling|receptie|b[âa]timent|b[âa]t\.?|r[ée]sidence|escalier|[ée]tage|geb[äa]ude|haus|halle|block|building|floor|suite|ste|room|level|tower|department|dept\.?|c\/o|t\.?a\.?v\.?|attn\.?)(?=[\s\d.:]|$)/iu;
/** Words that alone do not make a street: "Plein 1944" is a street without a number, or a square with number 1944; nobody can tell. */
const BARE_STREET_WORD = /^(?:plein|laan|straat|weg|park|markt|dreef|singel|kade|hof|platz|stra(?:ß|ss)e|place|rue|avenue|boulevard|square)$/iu;
const STREET_WORD = /(?:straat|weg|laan|plein|gracht|kade|singel|dreef|steeg|dijk|markt|hof|pad|stra(?:ß|ss)e|str\.?|platz|allee|gasse|gatan|gade|vej|vägen)$|^(?:rue|avenue|boulevard|chauss[ée]e|place|all[ée]e|impasse|quai|chemin|route|via|calle|avenida|rua|ul\.)(?=\s)/iu;
const FRENCH_STREET_WORD = /^(?:rue|avenue|av\.?|boulevard|bd\.?|chauss[ée]e|place|all[ée]e|impasse|quai|chemin|route|square|clos|drève)(?=\s)/iu;
const POST_BOX = /^(?:p\.?\s?o\.?\s?box|post office box|b\.?p\.?|bo[iî]te postale|packstation|postfiliale)(?=[\s\d]|$)/iu;
const YEAR = '(?:1[5-9]|20)\\d\\d';

const tidy = (text: string): string => text.replace(/\s+/gu, ' ').replace(/^[\s,;]+|[\s,;]+$/g, '');
const orNull = (text: string): string | null => (text === '' ? null : text);
const joined = (parts: readonly (string | null)[]): string | null => orNull(parts.filter((part) => part !== null && part !== '').join(', '));
const onlyNumber = (text: string): boolean => /^(?:n[ro°º]\.?\s*|huisnummer\s*)?[1-9]\d{0,4}(?:$|[\s\-/]*[a-z]{1,3}\d{0,3}$|\s*[-/]\s*\S{1,8}$|\s+.*$)/iu.test(text) && readAfterNumber(text.replace(/^(?:n[ro°º]\.?|huisnummer)\s*/iu, '')) !== null;

/** Reads "12", "12a", "12-2 hoog" as number and addition; null when what follows is not an addition. */
function readAfterNumber(text: string): { number: string; addition: string | null } | null {
  const match = /^([1-9]\d{0,4})(?!\d)(.*)$/su.exec(text);
  if (!match) return null;
  const [, number = '', rest = ''] = match;
  const addition = rest.replace(/^[\s\-/,–+.]+/u, '').trim();
  if (addition === '') return /^[\s,.]*$/u.test(rest) ? { number, addition: null } : null;
  return ADDITION.test(addition) ? { number, addition } : null;
}

/** Hides years and dates that belong to a street name, so that their digits are not taken for a house number. */
function hideYears(line: string): { hidden: string; show: (text: string) => string } {
  const kept: string[] = [];
  const keep = (found: string): string => { kept.push(found); return String.fromCharCode(0xe000 + kept.length - 1); };
  const hidden = line
    .replace(/(?<=^wijk\s)\d{1,2}(?=$|[\s,])/iu, keep) // Urk has streets called Wijk 1 to Wijk 8.
    .replace(/['’]\d{2}\s*[-–/]\s*['’]?\d{2}(?!\d)/gu, keep)
    .replace(new RegExp(`(?<=^\\p{L}+\\s)(?:${YEAR}|\\d{2})\\s*[-–/]\\s*(?:${YEAR}|\\d{2})(?=$|[\\s,])`, 'u'), (found: string, at: number) => (BARE_STREET_WORD.test(line.slice(0, at).trim()) ? keep(found) : found))
    .replace(new RegExp(`(?<=^\\p{L}+\\s)${YEAR}(?=$|[\\s,])`, 'u'), (found: string, at: number) => (BARE_STREET_WORD.test(line.slice(0, at).trim()) ? keep(found) : found));
  return { hidden, show: (text) => text.replace(/[\uE000-\uF8FF]/gu, (mark) => kept[mark.charCodeAt(0) - 0xe000] ?? '') };
}

/** Reads one line with the number after the street. The earliest number after which only an addition follows is the house number. */
function readNumberLast(line: string, country: string): StreetParts | null {
  const square = /^([A-U])\s?(\d{1,2})\s*[,\s]\s*(\d{1,3})\s*([a-z]?)$/iu.exec(line);
  if (country === 'DE' && square) return { street: `${square[1]}${square[2]}`, houseNumber: square[3] ?? '', addition: orNull(square[4] ?? ''), line2: null };
  const aside = /^(.*?)\s*\(([^)]*)\)$/u.exec(line);
  const { hidden, show } = hideYears(aside?.[1] ?? line);
  for (const { index } of hidden.matchAll(/(?<!\d)[1-9]\d{0,4}(?!\d)/gu)) {
    const before = hidden.slice(0, index);
    const attached = /[\p{L}'’]$/u.test(before) && !/\p{L}{4}$/u.test(before);
    if (attached || /[-/]\s*$/u.test(before) && /\d\s*[-/]\s*$/u.test(before)) continue;
    const after = hidden.slice(index);
    const comma = after.indexOf(',');
    let read = readAfterNumber(after);
    let tail: string | null = null;
    if (!read && comma > 0) {
      read = readAfterNumber(after.slice(0, comma));
      tail = tidy(after.slice(comma + 1));
      if (read && tail && readNumberLast(show(tail), country)) read = null;
    }
    if (!read) continue;
    const head = tidy(before).replace(/[\s,]*(?:(?<![\p{L}])(?:nr|no|nummer|huisnummer|n)\.?|n?[°º]|#|[-–])$/iu, '').split(',').map(tidy).filter((part) => part !== '');
    const street = head.pop() ?? '';
    if (!/\p{L}{2}|[\uE000-\uF8FF]/u.test(street) || PART_OF_SITE.test(street) || /^c\/o/iu.test(street)) continue;
    if (head.some((piece) => readNumberLast(show(piece), country))) return null;
    if (/(?:^|\s)(?:t\/o|tegenover|naast|bij|to|by)$/iu.test(street)) return null;
    const range = RANGE_IS_ONE_NUMBER.has(country) ? /^(\d{1,4}[a-z]?)$/iu.exec(/^[1-9]\d{0,4}\s*[-–]\s*(.*)$/u.exec(show(after))?.[1] ?? '') : null;
    return {
      street: show(street),
      houseNumber: range ? `${read.number}-${range[1]}` : read.number,
      addition: range ? null : read.addition && show(read.addition),
      line2: joined([...head.map(show), tail && show(tail), aside?.[2] ?? null]),
    };
  }
  return null;
}

/** Reads one line with the number before the street; pieces between commas that are not the address itself become line 2. */
function readNumberFirst(line: string, country: string): StreetParts | null {
  const merged = line.replace(/^(.*?,\s*)?(\d+\s?[a-z]?|\d+\s*(?:bis|ter|quater)|\d+\s*-\s*\d+)\s*,\s*(?=\p{L})/iu, '$1$2 ');
  const pieces = merged.split(',').map(tidy).filter((piece) => piece !== '');
  const found = pieces.map((piece) => readPieceNumberFirst(piece, country));
  const at = found.findIndex((piece) => piece !== null);
  const parts = found[at];
  if (!parts || found.filter((piece) => piece !== null).length > 1) return null;
  return { ...parts, line2: joined([...pieces.slice(0, at), parts.line2, ...pieces.slice(at + 1)]) };
}

function readPieceNumberFirst(piece: string, country: string): StreetParts | null {
  const letterApart = country === 'US' || country === 'CA' ? '(?:\\s+\\d/\\d)' : '(?:\\s+(?:bis|ter|quater|[a-d])(?=\\s))';
  const match = new RegExp(`^([1-9]\\d{0,5}(?:\\s?[-/]\\s?[1-9]\\d{0,4})?)((?:bis|ter|quater|[a-z])(?=\\s)|${letterApart})?\\s+(\\S.*)$`, 'iu').exec(piece);
  if (!match) return null;
  const [, number = '', addition = '', rest = ''] = match;
  const unit = /^(.*?\p{L}.*?)\s+((?:apartment|apt|suite|ste|unit|flat|floor|room|rm)\b\.?.*|#.*)$/iu.exec(rest);
  const street = tidy(unit?.[1] ?? rest);
  if (!/\p{L}{2}/u.test(street) || PART_OF_SITE.test(street) || POST_BOX.test(street)) return null;
  const separator = UNIT_BEFORE_NUMBER.get(country);
  const [first = '', second] = separator ? number.split(separator).map(tidy) : [number.replace(/\s/g, '')];
  return {
    street,
    houseNumber: second ?? first,
    addition: orNull(addition.trim()),
    line2: joined([second === undefined ? null : `Unit ${first}`, unit?.[2] ?? null]),
  };
}

/** Reads one whole line by the custom of its country. */
function readLine(line: string, country: string): StreetParts | null {
  if (NUMBER_FIRST.has(country)) return readNumberFirst(line, country);
  const last = readNumberLast(line, country);
  if (NUMBER_LAST.has(country)) {
    if (last) return last;
    const first = /^[1-9]\d{0,4}\s*(?:[a-z]|bis|ter)?\s*,/iu.test(line) || (country === 'BE' && FRENCH_STREET_WORD.test(line.replace(/^\d+\s?(?:[a-z](?=\s)|bis|ter)?\s*/iu, ''))) ? readNumberFirst(line, country) : null;
    return first && /\d/.test(first.street) ? null : first;
  }
  const first = readNumberFirst(line, country);
  return last && first ? null : last ?? first;
}

/** Puts a line with only a number to the street line before or after it. */
const withNumber = (street: string, number: string, country: string): string => (NUMBER_FIRST.has(country) ? `${number} ${street}` : `${street} ${number}`);

/**
 * Takes the address lines of a channel apart for a carrier that wants the house number as a field of its own.
 *
 * `lines` are the lines between name and postal code, in order, with or without number and addition on lines of their own
 * (shops on Magento often send street, number and addition as three lines). `country` is an ISO 3166-1 alpha-2 code: it decides
 * whether the number is looked for after the street (NL, BE, DE …) or before it (FR, GB, US …); elsewhere a line is read
 * only if one of the two readings fits. Nothing is guessed: a line that can be read in two ways, or has no number, is unparsed.
 */
export function parseStreet(lines: readonly string[], country: string): StreetParts | Unparsed {
  const given = lines.flatMap((line) => line.split(/[\r\n]+/u)).map(tidy).filter((line) => line !== '');
  const whole = given.filter((line, index) => !/\p{L}/u.test(line) || given.findIndex((other) => other.toLowerCase() === line.toLowerCase()) === index);
  if (whole.length === 0) return unparsed('The address has no street line.');
  const box = whole.find((line) => POST_BOX.test(line));
  if (box !== undefined) return unparsed(`"${box}" is a post box or locker, not a street with a house number.`);
  if (country === 'NL' && whole.some((line) => /(?:^|[\s,])[1-9]\d{3}\s?[A-Z]{2}(?=$|[\s,])/u.test(line))) return unparsed('The street line seems to hold the postal code too; write only street and house number there.');
  const parts = readLines(whole, country);
  if (!parts) return unparsed(/\d/.test(whole.join(' ')) ? `It is not certain which part of "${whole.join(', ')}" is the house number.` : `"${whole.join(', ')}" has no house number.`);
  if (parts.street.length > 200 || parts.houseNumber.length > 20 || (parts.addition?.length ?? 0) > 20 || (parts.line2?.length ?? 0) > 200) return unparsed('A part of the address is longer than a label can hold.');
  return parts;
}

function readLines(whole: string[], country: string): StreetParts | null {
  const [line = '', second, ...rest] = whole;
  const single = PART_OF_SITE.test(line) && second !== undefined ? null : readLine(line, country);
  if (second === undefined) return single;
  if (single) return withFollowing(single, [second, ...rest], country);
  const numberLine = onlyNumber(second) ? second.replace(/^(?:n[ro°º]\.?|huisnummer)\s*/iu, '') : null;
  // Street, 2, 2: the number written twice, or number 2 with addition 2?
  if (numberLine !== null && rest[0] === second) return null;
  if (numberLine !== null && !PART_OF_SITE.test(line)) {
    const together = readLine(withNumber(line, numberLine, country), country);
    return together && withFollowing(together, rest, country);
  }
  if (onlyNumber(line) && !/\d/.test(second)) {
    const together = readLine(withNumber(second, line, country), country);
    return together && withFollowing(together, rest, country);
  }
  if (STREET_WORD.test(line)) return null;
  const next = readLines([second, ...rest], country);
  return next && { ...next, line2: joined([line, next.line2]) };
}

/** Adds the lines after a complete street line: the number once more, an addition, or line 2. */
function withFollowing(parts: StreetParts, lines: readonly string[], country: string): StreetParts | null {
  const [line, ...rest] = lines;
  if (line === undefined) return parts;
  const again = readAfterNumber(line);
  const sameAddition = parts.addition?.toLowerCase() === line.toLowerCase();
  if (sameAddition || line === parts.houseNumber || (again?.number === parts.houseNumber && (again.addition === null || again.addition === parts.addition))) return withFollowing(parts, rest, country);
  const free = parts.addition === null && parts.line2 === null && !NUMBER_FIRST.has(country);
  if (free && again?.number === parts.houseNumber) return withFollowing({ ...parts, addition: again.addition }, rest, country);
  if (free && line.length <= 20 && ADDITION.test(line.replace(/^[-/]\s*/u, ''))) return withFollowing({ ...parts, addition: line.replace(/^[-/]\s*/u, '') }, rest, country);
  const other = PART_OF_SITE.test(line) ? null : readLine(line, country);
  if (other && STREET_WORD.test(other.street)) return null;
  return { ...parts, line2: joined([parts.line2, line, ...rest]) };
}

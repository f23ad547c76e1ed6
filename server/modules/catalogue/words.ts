/** Finding products and variants by the beginnings of words, in any order: "lin 39" finds "Linde veterlaars 39". */

/** The words of what somebody typed, without signs, in lower case; signs part words, as they do in the index. */
export const wordsOf = (search: string): string[] => [...new Set(search.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 8);

/** What is indexed of each, letter for letter as in migration 0089: another text would not use the index. */
const PRODUCT = `to_tsvector('simple'::regconfig, translate(p.code || ' ' || p.name || ' ' || coalesce(p.brand, ''), '-._/', '    '))`;
const VARIANT = `to_tsvector('simple'::regconfig, translate(w.sku || ' ' || w.name, '-._/', '    '))`;

const prefix = (word: string): string => `'${word}':*`;

/** SQL over catalogue.product `p`: every word is the beginning of one of its code, name or brand. Nothing is found by signs alone. */
export function productWordsCondition(search: string, parameter: (value: unknown) => string): string {
  const words = wordsOf(search);
  return words.length === 0 ? 'false' : `${PRODUCT} @@ to_tsquery('simple'::regconfig, ${parameter(words.map(prefix).join(' & '))})`;
}

/**
 * SQL over catalogue.variant `v`: every word is the beginning of one of its own or of its product's, so that a brand and a size find it.
 * What the words find is gathered first: left to choose, the planner reads the variants in the order of the page until it has seen enough.
 */
export function wordsCondition(search: string, parameter: (value: unknown) => string): string {
  const words = wordsOf(search);
  if (words.length === 0) return 'false';
  const found = words.map((word) => {
    const asked = `to_tsquery('simple'::regconfig, ${parameter(prefix(word))})`;
    return `(select w.sku from catalogue.variant w where ${VARIANT} @@ ${asked} union select w.sku from catalogue.variant w where w.product = any(array(select p.code from catalogue.product p where ${PRODUCT} @@ ${asked})))`;
  });
  return `v.sku = any(array(${found.join(' intersect ')}))`;
}

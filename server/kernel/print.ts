/** Text on paper: what the standard PDF fonts can draw of it. */
import type { PDFFont } from '@cantoo/pdf-lib';

/** Letters of the standard PDF fonts are those of Windows-1252; others lose their accent, or become a question mark. */
export function printable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  return Array.from(text.normalize('NFC'), (letter) => {
    if (known.has(letter.codePointAt(0) ?? 0)) return letter;
    const plain = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i' }[letter] ?? letter.normalize('NFD').charAt(0);
    return known.has(plain.codePointAt(0) ?? 0) ? plain : '?';
  }).join('');
}

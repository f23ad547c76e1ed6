/** Pure: the pickup code or number in what was scanned: the bare text, or the link that a customer's QR code holds. */
export function codeIn(scanned: string): string {
  const text = scanned.trim();
  if (!/^https?:\/\//i.test(text)) return text;
  try {
    const url = new URL(text);
    return url.searchParams.get('code') ?? (url.hash.startsWith('#') && url.hash.length > 1 ? url.hash.slice(1) : url.pathname.split('/').filter(Boolean).at(-1) ?? text);
  } catch {
    return text;
  }
}

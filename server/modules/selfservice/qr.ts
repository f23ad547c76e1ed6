/** Draws a pickup code as a QR code: an SVG of one path, made on the server so that the customer's phone loads nothing for it. Pure. */
import bwipjs from 'bwip-js';

/** Light modules around the code that scanners need (ISO/IEC 18004 asks for four). */
const QUIET = 4;

/** The text as a QR code (error correction M, as the library does by itself), dark on white whatever the page's colours: many scanners read no inverted codes. */
export function qrSvg(text: string): string {
  const [drawn] = bwipjs.raw({ bcid: 'qrcode', text });
  if (!drawn || !('pixs' in drawn)) throw new Error(`"${text}" cannot be drawn as a QR code`);
  const { pixs, pixx: width, pixy: height } = drawn;
  const dark = pixs.flatMap((pixel, index) => (pixel ? [`M${(index % width) + QUIET} ${Math.floor(index / width) + QUIET}h1v1h-1z`] : [])).join('');
  const [across, down] = [width + 2 * QUIET, height + 2 * QUIET];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${down}" shape-rendering="crispEdges"><rect width="${across}" height="${down}" fill="#fff"/><path d="${dark}" fill="#000"/></svg>`;
}

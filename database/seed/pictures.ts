/** Draws a shoe from the side as SVG: ten silhouettes, in any colours, so that every product has a picture without a file or a download. */

export type Silhouette = 'sneaker' | 'runner' | 'boot' | 'chelsea' | 'tall_boot' | 'loafer' | 'derby' | 'pump' | 'ballerina' | 'sandal' | 'accessory';

export interface Colours { /** Of the upper. */ main: string; /** Of details. */ accent: string; sole: string; background: string }

type Drawing = (colours: Colours) => string;

const path = (d: string, fill: string, extra = ''): string => `<path d="${d}" fill="${fill}"${extra}/>`;
const line = (d: string, stroke: string, width: number, extra = ''): string => `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${extra}/>`;
const shade = (d: string): string => path(d, '#000', ' opacity=".13"');
const stitch = (d: string): string => line(d, '#fff', 1.4, ' opacity=".55" stroke-dasharray="4 3"');
const laces = (points: readonly (readonly [number, number])[], colour: string): string => points.map(([x, y]) => line(`M${x} ${y}l13 -7`, colour, 3.4)).join('');

const sneakerUpper = 'M46 112C42 86 44 66 54 58C62 52 78 54 90 62C102 78 122 86 148 90C180 94 203 98 206 112Z';
const bootShaft = 'M54 112L54 40C54 32 58 29 66 29L104 29C111 29 112 34 113 42C115 62 122 78 144 85C176 91 203 95 206 112Z';
const heeledSole = 'M50 111H207C210 119 206 123 199 123H100L96 131H54C49 126 48 118 50 111Z';

const DRAWINGS: Readonly<Record<Silhouette, Drawing>> = {
  sneaker: ({ main, accent, sole }) => path(sneakerUpper, main) + path('M172 94C192 97 204 101 206 112H164C162 104 165 97 172 94Z', accent, ' opacity=".9"') + path('M46 112C43 92 44 72 51 61C60 70 64 92 66 112Z', accent)
    + shade('M52 60C62 54 78 55 90 62C84 70 66 70 52 60Z') + laces([[98, 78], [110, 85], [122, 90], [135, 94]], sole) + stitch('M72 108C76 92 84 82 94 78') + path('M42 110H208C212 120 208 128 198 128H52C42 128 39 119 42 110Z', sole) + line('M46 119H205', '#000', 1.2, ' opacity=".18"'),
  runner: ({ main, accent, sole }) => path(sneakerUpper, main) + line('M64 110C84 108 104 98 122 88', accent, 7) + line('M84 111C102 110 122 104 140 92', accent, 5) + path('M46 112C43 92 44 72 51 61L60 66C56 84 58 100 62 112Z', accent)
    + shade('M52 60C62 54 78 55 90 62C84 70 66 70 52 60Z') + laces([[98, 77], [111, 85], [125, 90]], sole) + path('M34 108C56 116 80 108 104 112C132 117 170 106 210 109C216 120 212 130 198 131C170 128 150 132 128 131C100 129 76 134 50 131C38 128 34 118 34 108Z', sole) + line('M40 121C66 126 90 118 116 122C146 126 176 116 208 119', accent, 2.5),
  boot: ({ main, accent, sole }) => path(bootShaft, main) + path('M60 29H104C110 29 112 33 112.5 38H54C54 32 56 29 60 29Z', accent) + shade('M54 112L54 92C76 94 92 102 98 112Z') + laces([[102, 52], [103, 63], [107, 74], [116, 84], [130, 91]], sole)
    + stitch('M92 40C93 66 98 88 120 100') + path(heeledSole, sole) + line('M52 117H204', accent, 2, ' opacity=".7"'),
  chelsea: ({ main, accent, sole }) => path(bootShaft, main) + path('M74 31H98C98 52 95 70 90 86H82C77 70 74 52 74 31Z', accent) + [78, 82, 86, 90, 94].map((x) => line(`M${x} 33L${84 + (x - 86) / 3} 83`, '#fff', 0.8, ' opacity=".3"')).join('')
    + path('M56 29C54 20 64 20 64 29Z', accent) + stitch('M58 96C80 92 104 96 112 110') + path(heeledSole, sole),
  tall_boot: ({ main, accent, sole }) => path('M56 112C54 78 52 40 53 12C53 7 57 5 62 5H106C111 5 113 9 113 14C112 42 110 62 118 74C128 84 150 86 172 91C194 95 205 100 206 112Z', main) + path('M53 14C53 8 57 5 62 5H106C111 5 113 8 113 16Z', accent)
    + shade('M56 112C55 96 54 80 53.6 64C68 74 84 92 90 112Z') + line('M62 88H112', accent, 4) + path('M86 82h11v12h-11z', 'none', ` stroke="${sole}" stroke-width="2.5"`) + path('M50 111H207C210 118 206 122 199 122H104L100 136H56C51 130 49 119 50 111Z', sole),
  loafer: ({ main, accent, sole }) => path('M46 112C41 86 48 74 62 74C80 82 96 84 112 78C142 72 196 84 206 112Z', main) + shade('M62 74C80 82 96 84 112 78C100 92 74 92 62 74Z') + path('M112 78C124 90 130 102 131 112H149C147 98 139 84 128 76C122 76 116 77 112 78Z', accent)
    + path('M121 88l15 6-2 5-14-5z', sole, ' opacity=".85"') + stitch('M150 84C168 90 182 100 186 110') + path(heeledSole, sole),
  derby: ({ main, accent, sole }) => path('M46 112C41 82 48 66 62 66C74 70 86 68 97 62C111 76 128 84 150 88C184 92 204 99 207 112Z', main) + path('M97 62C111 76 128 84 146 87C136 98 116 102 96 98C90 86 90 72 97 62Z', accent, ' opacity=".55"') + shade('M62 66C74 70 86 68 97 62C92 78 72 80 62 66Z')
    + laces([[102, 77], [113, 84], [125, 89]], sole) + stitch('M164 91C160 98 160 106 162 111') + stitch('M169 92C165 99 165 106 167 111') + path(heeledSole, sole),
  pump: ({ main, accent, sole }) => path('M44 92C44 70 54 58 66 62C82 84 112 98 148 98C180 99 204 106 212 121C180 124 146 122 122 112C100 103 86 92 70 90C62 90 54 94 50 100Z', main) + shade('M66 62C82 84 112 98 148 98C120 106 84 92 66 62Z') + path('M45 90C56 86 66 88 74 92L60 132H51Z', accent)
    + path('M118 111C146 122 180 124 212 121C212 127 204 128 196 128H150C136 126 126 120 118 111Z', sole),
  ballerina: ({ main, accent, sole }) => path('M44 112C41 94 46 84 56 83C68 98 96 108 130 107C142 98 160 92 176 95C196 99 208 108 209 118H48Z', main) + shade('M56 83C68 98 96 108 130 107C110 114 70 108 56 83Z')
    + line('M137 101C128 92 124 104 137 101C150 92 154 104 137 101', accent, 4) + path('M42 115H210C212 123 206 126 198 126H50C43 125 41 120 42 115Z', sole),
  sandal: ({ main, accent, sole }) => line('M58 112C52 84 60 70 76 70C88 78 92 96 94 112', main, 11) + line('M60 84C80 92 96 90 112 82', main, 8) + line('M128 114C134 90 160 84 170 114', main, 12) + line('M164 114C172 94 192 96 196 114', accent, 11)
    + path('M40 110C70 104 100 114 130 112C160 110 186 110 208 111C212 120 206 128 196 128H54C42 127 38 118 40 110Z', sole) + path('M40 110C70 104 100 114 130 112C160 110 186 110 208 111L207 115C180 114 150 115 128 117C100 118 66 110 40 115Z', accent, ' opacity=".6"'),
  accessory: ({ main, accent, sole }) => path('M78 62H162C168 62 170 66 170 71V124C170 130 166 132 161 132H79C74 132 70 130 70 124V71C70 66 72 62 78 62Z', main) + path('M70 78H170V106H70Z', accent) + path('M92 44H148C152 44 154 47 154 50V62H86V50C86 47 88 44 92 44Z', sole) + line('M84 92H156', main, 4) + line('M98 100H142', main, 2.5),
};

/** The drawing as an SVG document of 240 by 160. */
export function shoeSvg(silhouette: Silhouette, colours: Colours): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160" role="img"><rect width="240" height="160" rx="12" fill="${colours.background}"/><ellipse cx="124" cy="138" rx="88" ry="6" fill="#000" opacity=".1"/>${DRAWINGS[silhouette](colours)}</svg>`;
}

/** The drawing as a data URI that a page can show as it is. */
export const shoePicture = (silhouette: Silhouette, colours: Colours): string => `data:image/svg+xml,${encodeURIComponent(shoeSvg(silhouette, colours))}`;

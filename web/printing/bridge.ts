/** The label bridge: a small program on this computer that passes labels on to the label printer (docs/label-bridge.md). */

export const BRIDGE = 'http://127.0.0.1:9101';
/** A printer that is out of paper keeps the bridge waiting; longer than the bridge itself waits is no use. */
const PATIENCE = 12_000;

/** Why nothing was printed. `unreachable`: no bridge answers here; `refused`: it says why. */
export class BridgeProblem extends Error {
  override readonly name = 'BridgeProblem';
  readonly kind: 'unreachable' | 'refused';
  constructor(kind: 'unreachable' | 'refused', sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

async function ask(path: string, code: string, options: RequestInit): Promise<unknown> {
  const response = await fetch(BRIDGE + path, { ...options, headers: { authorization: `Bearer ${code}` }, signal: AbortSignal.timeout(PATIENCE), credentials: 'omit' })
    .catch(() => { throw new BridgeProblem('unreachable', 'The label printer\'s program cannot be reached on this computer.'); });
  const body = await response.json().catch(() => ({})) as { detail?: string };
  if (!response.ok) throw new BridgeProblem('refused', body.detail ?? `The bridge answered ${response.status}.`);
  return body;
}

/** Which printer the bridge prints on. */
export const bridgeStatus = async (code: string): Promise<{ printer: string }> => await ask('/status', code, { method: 'GET' }) as { printer: string };

/** Prints; resolves when the printer has taken all of it. */
export const printZpl = async (zpl: Blob | string, code: string): Promise<void> => { await ask('/print', code, { method: 'POST', body: zpl }); };

/** A label that says that printing works. */
export const TEST_LABEL = '^XA^CI28^PW800^LL400^FO40,50^A0N,60,60^FDSpil^FS^FO40,140^A0N,34,34^FDTest^FS^FO40,200^BY3^BCN,110,Y,N,N^FDSPIL-TEST^FS^XZ';

/** What every file of server/cli shares: how a command is run, and how it says that it cannot go on. */

/**
 * Runs the command when its file is the program that was started; does nothing when it is only imported.
 * What it throws is printed as a sentence (with its stack when SPIL_DEBUG is set), and the process ends with code 1.
 * @param run gets the arguments after the command's name, and answers the exit code
 */
export async function command(meta: { main?: boolean }, run: (parameters: string[]) => Promise<number>): Promise<void> {
  if (meta.main !== true) return;
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    console.error(process.env['SPIL_DEBUG'] === undefined ? sentenceOf(error) : error);
    process.exitCode = 1;
  }
}

/** The message of an error; several at once (a connection tried by IPv4 and IPv6) as one. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentenceOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

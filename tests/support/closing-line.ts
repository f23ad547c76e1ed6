/** Counts the tests of a run for its closing line: written to the file SPIL_TEST_COUNT for the launcher, else printed as the run ends. */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: TestRunEndReason): void {
    const count = countOf(modules, unhandled.length, reason);
    const file = process.env['SPIL_TEST_COUNT'];
    if (file !== undefined) {
      writeFileSync(file, JSON.stringify(count));
      return;
    }
    process.once('exit', () => { writeFileSync(1, `${lineOf(count)}\n`); });
  }
}

/** A file that could not be loaded, a hook that failed and an error outside any test count as one failure each; an interrupted run never as whole. */
function countOf(modules: readonly TestModule[], unhandled: number, reason: TestRunEndReason): Count {
  const count: Count = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') count.passed += 1;
      else if (state === 'failed') count.failed += 1;
      else count.skipped += 1;
    }
  }
  if (reason !== 'passed' && count.failed === 0) count.failed = 1;
  return count;
}

/** The closing line: `12 passed, 0 failed`, with `, 3 skipped` where some were. */
export function lineOf(count: Count): string {
  return `${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`;
}

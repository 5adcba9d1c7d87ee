/** Tests that a report has as passed and that never ran: Vitest writes so what came after the failure at which it stopped (`bail`). */
import type { TestOutcome } from '../../../../shared/domain/delivery/facts.ts';

/** Whether passes of a report that took no time at all are of tests that never ran. */
export function hasLeftOut({
	tool,
	hasFailed,
}: {
	readonly tool: string | null;
	readonly hasFailed: boolean;
}): boolean {
	return tool === 'Vitest' && hasFailed;
}

/** A test that ran took some time, however little; but nothing is said of the time of tests of types (`price.test-d.ts`). */
export function tookNoTime(test: {
	readonly outcome: TestOutcome;
	readonly ms: number | null;
	readonly file: string | null;
}): boolean {
	return test.outcome === 'passed' && test.ms === 0 && !/-d\.[cm]?[jt]sx?$/u.test(test.file ?? '');
}

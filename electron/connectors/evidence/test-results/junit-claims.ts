/** What the suites of a JUnit report say of themselves. It is never counted, only held against the cases. */
import type { TestFacts } from '../../../../shared/domain/gates/evidence.ts';
import { Refusal } from '../refusal.ts';
import type { Attributes } from '../xml/read-xml.ts';

/** Gathers the claims suite by suite. */
export function createJunitClaims() {
	let tests = 0;
	let failed = 0;
	let excused = 0;
	/** Of all suites of each depth together. A package that does not build stands in the outermost alone (gotestsum). */
	const byDepth: number[] = [];
	return {
		see(suite: Attributes, depth: number): void {
			const mine = claimed(suite, 'failures') + claimed(suite, 'errors');
			byDepth[depth] = (byDepth[depth] ?? 0) + mine;
			tests = Math.max(tests, claimed(suite, 'tests'));
			failed = Math.max(failed, mine);
		},
		/** A failure that a suite may count and that is none. */
		excuse(): void {
			excused += 1;
		},
		/**
		 * The same facts, unless cases are missing from all of them: Jest counts a file that did not load among the errors and writes
		 * no case for it, and that is no report of passed tests.
		 */
		heldAgainst(facts: TestFacts): TestFacts {
			const hint =
				'Let the tool write every test case, also those of files that do not load (jest-junit: reportTestSuiteErrors).';
			if (failed > excused && facts.failed === 0) {
				throw new Refusal(`says that ${failed} failed and lists none of them`, null, hint);
			}
			if (tests > 0 && facts.total === 0) {
				throw new Refusal(`says that ${tests} tests ran and lists none of them`, null, hint);
			}
			const unlisted = Math.max(0, ...Object.values(byDepth)) - excused - facts.failed;
			return unlisted > 0 ? { ...facts, unlisted } : facts;
		},
	};
}

function claimed(attributes: Attributes, name: string): number {
	const text = attributes[name];
	return text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : 0;
}

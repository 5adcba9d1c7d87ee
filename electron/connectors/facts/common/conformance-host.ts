/** What the harnesses of sources that ask a fake host have in common. */
import { expect } from 'vitest';
import type { FactsFault, FactsHarness } from './conformance-steps.ts';
import type { FakeFactsHost } from './testing.ts';

/** A fake host can show every one. */
const faults: readonly FactsFault[] = [
	...(['unreachable', 'unauthorised', 'forbidden', 'rate-limited'] as const),
	...(['server-error', 'garbage', 'huge', 'hang', 'elsewhere'] as const),
];

type Own = Pick<FactsHarness, 'again' | 'beyondOnePage' | 'toldAgain' | 'looksBack' | 'since' | 'secret'>;

interface HostedHarness extends Own {
	/** Of the facts that the world makes. */
	readonly kind: 'deployment' | 'incident';
	readonly world: Omit<FactsHarness['world'], 'fault'>;
}

/** The harness of a source at `host`, which it stops in the end, and which must have been asked only for what it has. */
export function hostedHarness(host: FakeFactsHost, { kind, world, ...own }: HostedHarness): FactsHarness {
	return {
		...own,
		...{ source: own.again(), faults, now: () => Date.now(), elsewhere: () => host.elsewhere() },
		keyOf: (fact) => (fact.kind === kind ? fact.nativeId : null),
		isOpen: (fact) =>
			fact.kind === 'deployment' ? fact.finishedAt === null : fact.kind === 'incident' && fact.resolvedAt === null,
		world: { ...world, fault: (fault) => host.fault(fault) },
		async dispose() {
			expect(host.strangers).toEqual([]);
			await host.stop();
		},
	};
}

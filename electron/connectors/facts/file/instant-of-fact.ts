/** When what a fact tells of happened. */
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';

/** ms since the epoch. */
export function instantOfFact(fact: Fact): number {
	switch (fact.kind) {
		case 'deployment':
			return fact.finishedAt ?? fact.startedAt;
		case 'commit':
			return fact.committedAt;
		case 'change':
		case 'pipeline-run':
			return fact.createdAt;
		case 'incident':
			return fact.startedAt;
		case 'timeline-event':
		case 'test-run':
			return fact.at;
	}
}

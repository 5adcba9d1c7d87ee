/** Quarantines over time, out of what people decided: what was in force when a run was tested stays known after it has ended. */
import type { RecordedDecision } from '../delivery/decisions.ts';
import { actorName } from '../release.ts';
import type { Quarantine } from './model.ts';

export interface QuarantineHistory {
	/** Takes decisions in the order of the journal, each once; answers the services whose quarantines are others now. */
	add(decisions: readonly RecordedDecision[]): readonly string[];
	/** What held of a test at an instant: from the decision on, up to but not with the end. Null: it was not in quarantine. */
	held(service: string, test: string, at: number): Quarantine | null;
}

/** From `quarantine.at` (with) to `to` (without). */
interface Period {
	readonly quarantine: Quarantine;
	to: number;
}

export function createQuarantineHistory(): QuarantineHistory {
	const services = new Map<string, Map<string, Period[]>>();

	function periodsOf(service: string, test: string): Period[] {
		const tests = services.get(service) ?? new Map<string, Period[]>();
		const periods = tests.get(test) ?? [];
		services.set(service, tests.set(test, periods));
		return periods;
	}

	return {
		add(decisions) {
			const concerned = new Set<string>();
			for (const { decision, at, actor } of decisions) {
				if (decision.type !== 'test-quarantined' && decision.type !== 'quarantine-ended') continue;
				concerned.add(decision.service);
				const periods = periodsOf(decision.service, decision.test);
				const last = periods.at(-1);
				if (last !== undefined) last.to = Math.min(last.to, at);
				if (decision.type === 'quarantine-ended') continue;
				const { type: _type, ...entry } = decision;
				periods.push({ quarantine: { ...entry, by: actorName(actor), at }, to: decision.expiresAt });
			}
			return [...concerned];
		},
		held(service, test, at) {
			const periods = services.get(service)?.get(test);
			return periods?.findLast(({ quarantine, to }) => quarantine.at <= at && at < to)?.quarantine ?? null;
		},
	};
}

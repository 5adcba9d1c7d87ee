/** The suite against a source that lives in memory: what it asks for can be done, and what steps give to every source holds. */
import { z } from 'zod';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { factsConformance } from './conformance-facts.ts';
import { versionedCursor } from './cursor.ts';
import { createSteppedSource } from './stepped.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.parse('2026-11-28T12:00:00Z');
const stateSchema = z.object({ from: z.number(), open: z.array(z.string()) });

function incident(id: string, at: number, isOpen: boolean): IncidentFact {
	return {
		...{ kind: 'incident', source: 'memory', nativeId: id, url: null, offsetMinutes: null, title: id },
		...{ service: null, sourceService: null, environment: null, severity: 'unknown', startedAt: at },
		...{ detectedAt: null, acknowledgedAt: null, resolvedAt: isOpen ? null : at + 1000, causedBy: [] },
		isNotFromChange: false,
	};
}

/** `perStep` beyond 5,000 shows that a step becomes several batches. */
function createMemorySource(all: readonly IncidentFact[], perStep: number) {
	return createSteppedSource({
		...{ id: 'memory', kind: 'memory', label: 'Memory', tells: ['incident'] as const, noun: 'incidents' },
		cursor: versionedCursor('memory', 1, stateSchema),
		begin: (kept) => kept ?? { from: 0, open: [] },
		async step(state, { since }) {
			const facts = all.slice(state.from, state.from + perStep);
			const again = all.filter((fact) => state.open.includes(fact.nativeId));
			const told = [...again, ...facts];
			const open = told.filter((fact) => fact.resolvedAt === null).map((fact) => fact.nativeId);
			const from = state.from + facts.length;
			const isDone = from >= all.length;
			return ok({ facts: told, state: { from, open }, isDone, coveredFrom: isDone ? since : null });
		},
		close: () => undefined,
	});
}

for (const perStep of [7, 12_000]) {
	factsConformance(`a source in memory, ${perStep} a step`, async () => {
		const all: IncidentFact[] = [];
		const put = (at: number, isOpen: boolean) => {
			const fact = incident(`i${all.length}`, at, isOpen);
			all.push(fact);
			return fact.nativeId;
		};
		const again = () => createMemorySource(all, perStep);
		return {
			...{ again, batchesAStep: perStep === 7 ? 1 : 3 },
			source: again(),
			faults: [],
			...{ beyondOnePage: perStep === 7 ? 20 : 11_000, toldAgain: 0, looksBack: true, since: now - 365 * day },
			now: () => now,
			...{ secret: null, elsewhere: null },
			keyOf: (fact) => (fact.kind === 'incident' ? fact.nativeId : null),
			isOpen: (fact) => fact.kind === 'incident' && fact.resolvedAt === null,
			world: {
				fill: async (count) => Array.from({ length: count }, (_, index) => put(now - day + index, false)),
				add: async () => put(now - 1, false),
				open: async () => put(now - 1, true),
				async close(key) {
					const index = all.findIndex((fact) => fact.nativeId === key);
					all[index] = incident(key, now - 1, false);
				},
				fault: async () => undefined,
			},
			dispose: async () => undefined,
		};
	});
}

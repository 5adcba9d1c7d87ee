/** A retrospective over facts in memory, a journal in memory and a clock that tests move. */
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import { october } from '../../../shared/domain/retrospective/testing/october.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { MonthInputs } from '../../../shared/domain/maturity/inputs.ts';
import type { PdfPrinter, ReportFiles } from '../delivery-ports.ts';
import type { RetrospectiveOptions, RetrospectiveSetup } from './ports.ts';
import { createRetrospective } from './retrospective.ts';

export const ada: Actor = { kind: 'person', name: 'Ada' };

/** What several control rooms share: the journal, and the folder of reports. */
export interface SharedPlace {
	readonly journal: RecordedDecision[];
	readonly keys: Set<string>;
	readonly files: Map<string, Uint8Array>;
	now: number;
	/** Fails the next writes of files. */
	isFull: boolean;
	/** When each file was written, by the same clock. */
	readonly writtenAt: Map<string, number>;
	printer: 'none' | 'absent' | 'broken' | 'works';
	/** How often the printer was asked to print. */
	prints: number;
	/** Hears of each file that was written, before anything else follows from it. */
	onFile: (file: string) => void | Promise<void>;
}

export function sharedPlace(now: number): SharedPlace {
	return {
		...{ journal: [], keys: new Set(), files: new Map(), now, isFull: false, writtenAt: new Map() },
		...{ printer: 'none', prints: 0, onFile: () => undefined },
	};
}

export interface TestRoom {
	readonly retrospective: ReturnType<typeof createRetrospective>;
	readonly record: (decision: DeliveryDecision, key?: string) => Promise<unknown>;
	facts: MonthInputs;
	setup: RetrospectiveSetup;
	readonly asked: { months: string[]; trends: MetricsQuery[] };
	/** Moves the clock and runs what is due; resolves when it has come to rest. */
	advance(ms: number): Promise<void>;
}

export function testRoom(place: SharedPlace, report: RetrospectiveSetup['report'] = null): TestRoom {
	const { maturity, sources, zone } = october();
	const timers = new Set<{ readonly at: number; readonly run: () => void }>();
	const record: RetrospectiveOptions['record'] = async (decision, actor, key) => {
		if (place.keys.has(key)) return ok({ duplicate: true });
		place.keys.add(key);
		place.journal.push({ seq: place.journal.length + 1, at: place.now, actor, decision });
		return ok({ duplicate: false });
	};
	const asked = { months: new Array<string>(), trends: new Array<MetricsQuery>() };
	const room = {
		facts: maturity.facts,
		setup: {
			...{ projectName: 'shop', zone, benchmarks: null, services: ['catalogue', 'checkout', 'search'] },
			groups: [{ name: 'payments', services: ['checkout'] }],
			productionEnvironments: ['production'],
			...{ practices: maturity.practices, report },
			// Read to the end long after any month of these tests.
			sources: sources.map((source) => ({ ...source, syncedTo: Date.UTC(2027, 0) })),
		},
		asked,
		record: (decision: DeliveryDecision, key = `key ${place.keys.size}`) => record(decision, ada, key),
		async advance(ms: number) {
			place.now += ms;
			for (const timer of timers) {
				if (timer.at > place.now) continue;
				timers.delete(timer);
				timer.run();
			}
			await settled();
		},
	};
	const retrospective = createRetrospective({
		store: {
			async monthFacts({ month }) {
				asked.months.push(month);
				return ok(room.facts);
			},
			async metrics(query) {
				asked.trends.push(query);
				return ok(room.facts.metrics);
			},
			decisions: async ({ types }) => ok(place.journal.filter(({ decision }) => types.includes(decision.type))),
		},
		setup: async () => ok(room.setup),
		clock: {
			now: () => place.now,
			after(delay, run) {
				const timer = { at: place.now + delay, run };
				timers.add(timer);
				return () => timers.delete(timer);
			},
		},
		logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
		sha256: (text) => fakeHash(text),
		printer: place.printer === 'none' ? null : testPrinter(place),
		files: testFiles(place),
		record,
		onNeeds: () => undefined,
	});
	return Object.assign(room, { retrospective });
}

function testPrinter(place: SharedPlace): PdfPrinter {
	const missing = () => fail('unsupported', 'No browser was found.', 'Install one.');
	return {
		check: async () => (place.printer === 'absent' ? missing() : ok(null)),
		async print() {
			place.prints += 1;
			if (place.printer === 'works') return ok(new TextEncoder().encode('%PDF-'));
			return fail('timed-out', 'The browser did not print.', 'Try again.', { retryable: true });
		},
	};
}

function testFiles(place: SharedPlace): ReportFiles {
	return {
		async write({ folder, name, content }) {
			if (place.isFull) return fail('store-full', 'There is no room left.', 'Free some space.');
			const file = place.files.has(`${folder}/${name}`) ? `${folder}/second-${name}` : `${folder}/${name}`;
			place.files.set(file, content);
			place.writtenAt.set(file, place.now);
			await place.onFile(file);
			return ok({ file });
		},
		async madeSince({ folder, name, since }) {
			const file = `${folder}/${name}`;
			return (place.writtenAt.get(file) ?? -Infinity) >= since ? file : null;
		},
	};
}

/** Resolves after everything that waits for nothing but other promises. */
export async function settled(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
	await new Promise((resolve) => setImmediate(resolve));
}

/** No cryptography: 64 hex digits that differ where texts differ (FNV-1a, eight times). */
function fakeHash(text: string): string {
	return Array.from({ length: 8 }, (_, seed) => {
		let hash = (2_166_136_261 + seed) >>> 0;
		for (let index = 0; index < text.length; index += 1) {
			hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
		}
		return hash.toString(16).padStart(8, '0');
	}).join('');
}

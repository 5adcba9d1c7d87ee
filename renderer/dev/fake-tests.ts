/** Tests of the played connection: three weeks of made results, told by the rules of the domain. */
import { ok } from '../../shared/domain/result.ts';
import { createLevels } from '../../shared/domain/tests/levels.ts';
import type { TestRow } from '../../shared/domain/tests/model.ts';
import { defaultTestPolicy as policy } from '../../shared/domain/tests/policy.ts';
import { tellRow } from '../../shared/domain/tests/row.ts';
import { type TestSample, tellStory } from '../../shared/domain/tests/story.ts';
import { summariseTests, tallyTests } from '../../shared/domain/tests/summary.ts';
import type { ControlRoomClient } from '../store/connection.ts';

const hour = 3_600_000;
const day = 24 * hour;
const services = ['checkout', 'shop', 'search'] as const;
const parts = ['price', 'cart', 'stock', 'login', 'invoice', 'refund', 'search', 'voucher'] as const;
const folders = ['src/unit', 'src/integration', 'e2e', 'src'] as const;
/** Chance of each letter, the newest runs last: passed, failed, on a retry, skipped. */
const kinds = ['healthy', 'healthy', 'healthy', 'healthy', 'flaky', 'broken', 'recovering', 'new', 'retried'] as const;

/** `count` tests of three services. The same every time, but for the clock. */
export function fakeTestRows(now: number, count = 300): readonly TestRow[] {
	const chance = createChance(7);
	const levelOf = createLevels(policy.levels);
	return Array.from({ length: count }, (_, index) => {
		const part = parts[index % parts.length] ?? 'price';
		const file = `${folders[index % folders.length] ?? 'src'}/${part}-${index % 37}.${index % 4 === 3 ? 'tsx' : 'test.ts'}`;
		const kind = index < 40 ? (kinds[index % kinds.length] ?? 'healthy') : 'healthy';
		const samples = fakeSamples(kind, now, chance);
		const test = `${file} > ${part} > keeps its promise number ${index}`;
		const service = services[index % services.length] ?? 'shop';
		const quarantine =
			index % 11 === 4
				? {
						...{ service, test, file, owner: 'Ada Lovelace', reason: 'waits for a clock of another machine' },
						...{ ticket: 'SHOP-482', by: 'Bob', at: now - 3 * day, expiresAt: now + 11 * day },
					}
				: null;
		const level = levelOf({ test, file, group: 'tests' });
		const lostMs = kind === 'flaky' || kind === 'broken' ? Math.round(chance() * 4 * hour) : 0;
		const story = tellStory(samples, policy);
		return tellRow({ service, test, file, level, story, samples, at: now, policy, quarantine, lostMs });
	});
}

/** Answers the questions of the screen about these tests. */
export function playedTests(now: number, count?: number): Pick<ControlRoomClient['delivery'], 'tests'> {
	const all = fakeTestRows(now, count);
	const orders = {
		state: (row: TestRow) => -['healthy', 'new', 'recovering', 'flaky', 'broken'].indexOf(row.state),
		slowest: (row: TestRow) => -(row.p90Ms ?? 0),
		lost: (row: TestRow) => -row.lostMs,
		name: (row: TestRow) => all.indexOf(row),
	};
	return {
		tests: async ({ services: asked, states, onlyQuarantined, search, order, offset, limit }) => {
			const scope = all.filter(({ service }) => asked.length === 0 || asked.includes(service));
			const fits = scope
				.filter((row) => states.length === 0 || states.includes(row.state))
				.filter((row) => !onlyQuarantined || row.quarantine !== null)
				.filter(({ test }) => test.includes(search))
				.toSorted((one, other) => orders[order](one) - orders[order](other));
			const suites = [300_000, 420_000, 610_000].map((wallMs) => ({ wallMs, summedMs: wallMs * 3.4 }));
			const summary = summariseTests({
				...{ service: asked[0] ?? null, asOf: now - hour, suites, leftOut: 2, policy },
				tally: tallyTests(scope),
			});
			return ok({ summary, rows: fits.slice(offset, offset + limit), total: fits.length });
		},
	};
}

function fakeSamples(kind: (typeof kinds)[number], now: number, chance: () => number): readonly TestSample[] {
	const runs = kind === 'new' ? 3 : 42;
	return Array.from({ length: runs }, (_, index): TestSample => {
		const at = now - (runs - index) * 12 * hour;
		const failed =
			(kind === 'flaky' && chance() < 0.3) ||
			(kind === 'broken' && index > runs - 6) ||
			(kind === 'recovering' && index < 22 && index % 3 === 0);
		return {
			at,
			startedAt: null,
			commit: (0xabcdef0 + Math.floor(index / 2)).toString(16).padStart(40, '0'),
			isDefaultBranch: index % 3 !== 1,
			outcome: failed ? 'failed' : chance() < 0.03 ? 'skipped' : 'passed',
			durationMs: 40 + chance() * (kind === 'healthy' ? 400 : 9_000),
			runId: String(index),
			attempt: 1,
			passedOnRetry: !failed && kind === 'retried' && chance() < 0.25,
			isMassFailure: false,
		};
	});
}

/** Numbers from 0 to 1 that look like chance (mulberry32). */
function createChance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
	doraMetrics,
	type MetricRow,
	type MetricRowsPage,
	type MetricsQuery,
} from '../../../shared/domain/delivery/metrics.ts';
import { openDeliveryStore, type OpenDeliveryStore } from './open-delivery-store.ts';
import { commit, day, deployment, hour, incident, june, sha, temporaryFactsFile, valueOf } from './test-facts.ts';
import { expectedAnswer, expectedRows, judgeWorld } from './test-reference.ts';
import { now, query, setup, sharedWorld, sourceOf, type World, world } from './test-worlds.ts';

const coveredFrom = Date.UTC(2026, 9, 12);
const everything: MetricsQuery = {
	scope: { services: [], group: null, environments: ['production', 'eu', 'staging'] },
	...{ period: { from: '2026-09-01', to: '2027-01-01' }, compareWith: null, bucket: 'week', withBots: true },
};

async function open(file = ':memory:'): Promise<OpenDeliveryStore> {
	const store = valueOf(await openDeliveryStore({ file, now: june }));
	valueOf(await store.configure(setup));
	return store;
}

/** How a world is told: an order, pieces, what is told twice, and where people decide in between. */
interface Telling {
	readonly order: readonly number[];
	readonly piece: number;
	readonly again: number;
	readonly decidedAfter: number;
	readonly asksInBetween: boolean;
}

const wholly: Telling = { order: [0], piece: 100, again: 0, decidedAfter: 0, asksInBetween: false };

const telling: fc.Arbitrary<Telling> = fc.record({
	order: fc.array(fc.nat(1_000), { minLength: 50, maxLength: 50 }),
	piece: fc.integer({ min: 1, max: 60 }),
	again: fc.nat(20),
	decidedAfter: fc.nat(4),
	asksInBetween: fc.boolean(),
});

async function tellAll(store: OpenDeliveryStore, { facts, decisions }: World, how: Telling): Promise<void> {
	const shuffled = facts
		.map((fact, index) => ({ fact, rank: how.order[index % how.order.length] ?? 0 }))
		.sort((one, other) => one.rank - other.rank)
		.map(({ fact }) => fact);
	const told = [...shuffled, ...shuffled.slice(0, how.again)];
	for (let from = 0, piece = 0; from < told.length || piece <= how.decidedAfter; from += how.piece, piece += 1) {
		if (piece === how.decidedAfter) valueOf(await store.applyDecisions(decisions));
		const part = told.slice(from, from + how.piece);
		for (const source of new Set(part.map(sourceOf))) {
			const own = part.filter((fact) => sourceOf(fact) === source);
			valueOf(await store.ingest({ source, facts: own, cursor: null, coveredFrom, at: june }));
		}
		if (how.asksInBetween) valueOf(await store.metrics(everything, now));
	}
}

async function allRows(
	store: OpenDeliveryStore,
	asked: MetricsQuery,
	metric: (typeof doraMetrics)[number],
): Promise<readonly MetricRow[]> {
	const rows: MetricRow[] = [];
	let cursor: string | null = null;
	do {
		const page: MetricRowsPage = valueOf(
			await store.rows({ query: asked, metric, show: 'all', cursor, limit: 3, now }),
		);
		rows.push(...page.rows);
		cursor = page.next;
		if (cursor === null) {
			expect(page.total).toBe(rows.length);
			expect(page.counted).toBe(rows.filter(({ counts }) => counts).length);
		}
	} while (cursor !== null);
	return rows;
}

/** Titles and authors of commits and incidents are looked up. */
function plain(rows: readonly MetricRow[]) {
	return rows.map((row) => ({ ...row, title: '', detail: { ...row.detail, author: '', url: '' } }));
}

describe('The store comes to the same as judging everything at once', () => {
	test('whatever the order and the pieces in which facts are told', async () => {
		await fc.assert(
			fc.asyncProperty(world, telling, fc.array(query, { minLength: 2, maxLength: 4 }), async (one, how, queries) => {
				const store = await open();
				await tellAll(store, one, how);
				const units = judgeWorld(one, coveredFrom);
				for (const asked of [everything, ...queries]) {
					const answer = valueOf(await store.metrics(asked, now));
					const expected = expectedAnswer(units, asked);
					expect({ units: answer.units, completeness: answer.completeness }).toEqual({
						...{ units: expected.units, completeness: expected.completeness },
					});
					expect(answer.dora).toEqual(expected.dora);
				}
				await store.close();
			}),
			{ numRuns: 15 },
		);
	});

	test('where two environments of production share the incidents that name none', async () => {
		await fc.assert(
			fc.asyncProperty(sharedWorld, telling, async (one, how) => {
				const store = await open();
				await tellAll(store, one, { ...how, piece: Math.min(how.piece, 8), asksInBetween: true });
				const units = judgeWorld(one, coveredFrom);
				for (const environments of [['production'], ['eu'], ['production', 'eu']]) {
					const asked = { ...everything, scope: { ...everything.scope, environments } };
					const answer = valueOf(await store.metrics(asked, now));
					expect(answer.dora).toEqual(expectedAnswer(units, asked).dora);
				}
				await store.close();
			}),
			{ numRuns: 15 },
		);
	});

	test('row by row', async () => {
		await fc.assert(
			fc.asyncProperty(world, telling, query, fc.constantFrom(...doraMetrics), async (one, how, asked, metric) => {
				const store = await open();
				await tellAll(store, one, how);
				const rows = await allRows(store, asked, metric);
				expect(plain(rows)).toEqual(plain(expectedRows(judgeWorld(one, coveredFrom), asked, metric)));
				await store.close();
			}),
			{ numRuns: 12 },
		);
	});

	test('after a restart, and after a source was forgotten', async () => {
		await fc.assert(
			fc.asyncProperty(
				world,
				telling,
				fc.constantFrom('ci', 'argo', 'git', 'pager', 'github'),
				async (one, how, forgotten) => {
					const file = temporaryFactsFile();
					const first = await open(file);
					await tellAll(first, one, how);
					await first.close();
					const second = await open(file);
					const answer = valueOf(await second.metrics(everything, now));
					expect(answer.dora).toEqual(expectedAnswer(judgeWorld(one, coveredFrom), everything).dora);
					valueOf(await second.forget(forgotten));
					const rest = { ...one, facts: one.facts.filter((fact) => sourceOf(fact) !== forgotten) };
					const after = valueOf(await second.metrics(everything, now));
					expect(after.dora).toEqual(expectedAnswer(judgeWorld(rest, coveredFrom), everything).dora);
					await second.close();
				},
			),
			{ numRuns: 6 },
		);
	});

	test('a changed setup is judged anew', async () => {
		const store = await open();
		onTestFinished(() => store.close());
		const at = Date.UTC(2026, 10, 2);
		const own = { repository: 'mail', service: 'mail' };
		const facts = [
			...[commit(1, at - 2 * day, own), commit(2, at - day, own), incident('i1', at + 2 * hour, own)],
			...[deployment('1', at - 3 * day, { ...own, commit: sha(1) }), deployment('2', at, { ...own, commit: sha(2) })],
		];
		await tellAll(store, { facts, decisions: [] }, { ...wholly, asksInBetween: true });
		const before = valueOf(await store.metrics(everything, now));
		valueOf(await store.configure({ ...setup, policy: { ...setup.policy, bots: ['*'], incidentWindowMs: 1 } }));
		expect(valueOf(await store.metrics(everything, now)).dora).not.toEqual(before.dora);
		valueOf(await store.configure(setup));
		expect(valueOf(await store.metrics(everything, now))).toEqual(before);
	});
});

/** Windows against a world that goes on while it is read: whatever is added, resolved or cut off, in the end everything is known. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { pullWith } from './conformance-steps.ts';
import { pageKeyOf } from './page-key.ts';
import type { ListedIncident, ListedPage, Part } from './windowed-host.ts';
import { createWindowedSource } from './windows.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const since = Date.parse('2026-01-01T00:00:00Z');

interface WorldIncident {
	readonly id: string;
	readonly createdAt: number;
	resolvedAt: number | null;
}

function listed({ id, createdAt, resolvedAt }: WorldIncident): ListedIncident {
	const fact: IncidentFact = {
		...{ kind: 'incident', source: 's', nativeId: id, url: null, offsetMinutes: null, title: id, service: null },
		...{ sourceService: null, environment: null, severity: 'unknown', startedAt: createdAt, detectedAt: null },
		...{ acknowledgedAt: null, resolvedAt, causedBy: [], isNotFromChange: false },
	};
	return { fact, createdAt, id };
}

const pageSize = 2;
const mostOffset = 6;

function sourceOf(world: readonly WorldIncident[], isMean: boolean) {
	const page = (found: readonly WorldIncident[], { offset, limit }: Part): ListedPage => {
		expect(offset + limit).toBeLessThanOrEqual(mostOffset);
		// A host may give fewer than it is asked for.
		const incidents = found.slice(offset, offset + (isMean && offset % 2 === 0 ? 1 : limit)).map(listed);
		const hasMore = offset + incidents.length < found.length;
		const key = pageKeyOf(incidents);
		return { incidents, leftOut: [], length: incidents.length, hasMore, key, total: found.length };
	};
	return createWindowedSource({
		...{ id: 's', kind: 'windows', label: 'Windows', about: [], pageSize, mostOffset, longestWindowMs: 5 * day },
		async created({ from, to }, part) {
			expect(to - from).toBeLessThanOrEqual(5 * day);
			const found = world.filter(({ createdAt }) => createdAt >= from && createdAt < to);
			return ok(
				page(
					found.toSorted((a, b) => a.createdAt - b.createdAt),
					part,
				),
			);
		},
		open: async (part) =>
			ok(
				page(
					world.filter(({ resolvedAt }) => resolvedAt === null),
					part,
				),
			),
		async one(id) {
			const found = world.find((incident) => incident.id === id);
			return ok(found === undefined ? null : listed(found));
		},
		clockSkewMs: () => 0,
		close: () => undefined,
	});
}

type Deed =
	| { readonly type: 'add'; readonly ago: number; readonly isOpen: boolean }
	| { readonly type: 'resolve'; readonly which: number }
	| { readonly type: 'wait'; readonly ms: number }
	| { readonly type: 'pull'; readonly most: number };

const deeds = fc.array(
	fc.oneof(
		fc.record({ type: fc.constant('add' as const), ago: fc.integer({ min: 0, max: 10 }), isOpen: fc.boolean() }),
		fc.record({ type: fc.constant('resolve' as const), which: fc.nat(20) }),
		fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: minute, max: 9 * day }) }),
		fc.record({ type: fc.constant('pull' as const), most: fc.integer({ min: 1, max: 8 }) }),
	),
	{ minLength: 6, maxLength: 40, size: 'max' },
);

async function play(all: readonly Deed[], isMean: boolean): Promise<void> {
	const world: WorldIncident[] = [];
	const kept = new Map<string, number | null>();
	let now = since + day;
	let cursor: string | null = null;
	const pull = async (most: number) => {
		const pulled = await pullWith(sourceOf(world, isMean), { cursor, since, now }, { most });
		expect(pulled.failure).toBeNull();
		({ cursor } = pulled);
		for (const fact of pulled.facts) if (fact.kind === 'incident') kept.set(fact.nativeId, fact.resolvedAt);
		return pulled;
	};
	for (const deed of all) {
		if (deed.type === 'wait') now += deed.ms;
		else if (deed.type === 'pull') await pull(deed.most);
		else if (deed.type === 'add') {
			// No two in one second, as the offset's end asks for.
			now += 2000;
			const createdAt = now - deed.ago * minute;
			const isTaken = world.some((one) => Math.abs(one.createdAt - createdAt) < 1000);
			if (!isTaken) world.push({ id: `i${world.length}`, createdAt, resolvedAt: deed.isOpen ? null : now });
		} else {
			const found = world[deed.which % Math.max(1, world.length)];
			if (found !== undefined) found.resolvedAt ??= now;
		}
	}
	await pull(1000);
	const last = await pull(1000);
	expect(kept).toEqual(new Map(world.map(({ id, resolvedAt }) => [id, resolvedAt])));
	expect(last.batches.at(-1)?.coveredFrom).toBe(since);
	const open = world.filter(({ resolvedAt }) => resolvedAt === null).length;
	const fresh = world.filter(({ createdAt }) => createdAt >= now - 16 * minute).length;
	expect(last.facts.length).toBeLessThanOrEqual(open + 2 * fresh);
}

test('in the end everything is known, and little is told again', async () => {
	await fc.assert(fc.asyncProperty(deeds, fc.boolean(), play), { numRuns: 80 });
});

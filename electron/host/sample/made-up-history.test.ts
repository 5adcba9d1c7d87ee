import { describe, expect, it } from 'vitest';
import type { DeploymentFact, Fact, FactKind } from '../../../shared/domain/delivery/facts.ts';
import { createMadeUpSource, madeUpHistory } from './made-up-history.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 28, 21);
const real = [61, 55, 40, 26].map((daysAgo) => ({ sha: String(daysAgo).repeat(20), authoredAt: now - daysAgo * day }));
const made = (at = now) => madeUpHistory({ now: at, repository: 'shop', real, standing: '2.3.1' });
const ofKind = <K extends FactKind>(facts: readonly Fact[], kind: K) =>
	facts.filter((fact): fact is Extract<Fact, { readonly kind: K }> => fact.kind === kind);
const deployments = (): readonly DeploymentFact[] => ofKind(made(), 'deployment');

describe("the sample's made-up history", () => {
	it('is the same for the same day', () => {
		expect(made()).toEqual(made());
	});

	it('holds something of everything that its screens show', () => {
		const facts = made();
		const counts = (kind: FactKind): number => ofKind(facts, kind).length;
		expect(counts('deployment')).toBeGreaterThan(60);
		expect(counts('commit')).toBeGreaterThan(150);
		expect(counts('incident')).toBeGreaterThan(3);
		expect(counts('test-run')).toBeGreaterThan(80);
		const outcomes = new Set(deployments().map(({ outcome }) => outcome));
		expect(outcomes).toEqual(new Set(['succeeded', 'failed', 'taken-back']));
		expect(deployments().some(({ isRollback }) => isRollback === true)).toBe(true);
		expect(new Set(ofKind(facts, 'timeline-event').map(({ type }) => type))).toEqual(new Set(['flag', 'migration']));
	});

	it('covers seven months and ends before the sample begins, with what stands then', () => {
		const ends = deployments().map(({ finishedAt }) => finishedAt ?? 0);
		expect(Math.min(...ends)).toBeLessThan(now - 200 * day);
		expect(Math.max(...ends)).toBeLessThan(now);
		const last = deployments()
			.toSorted((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0))
			.at(-1);
		expect(last).toMatchObject({ version: '2.3.1', outcome: 'succeeded' });
	});

	it('ships commits that are there, none before it was written, and what each id says once', () => {
		const facts = made();
		const authored = new Map([...ofKind(facts, 'commit'), ...real].map(({ sha, authoredAt }) => [sha, authoredAt]));
		for (const { commit, startedAt } of deployments()) {
			expect(authored.get(commit ?? '') ?? Number.POSITIVE_INFINITY).toBeLessThan(startedAt);
		}
		const ids = facts.flatMap((fact) => (fact.kind === 'commit' ? [] : [`${fact.kind} ${fact.nativeId}`]));
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('is told once, goes on where it was cut, and says what it is', async () => {
		const source = createMadeUpSource({ repository: 'shop', standing: '2.3.1', real: async () => real });
		expect(source.label).toBe('Made-up history of the sample');
		const pull = async (cursor: string | null, most: number) => {
			const told: { facts: number; cursor: string | null } = { facts: 0, cursor };
			let batches = 0;
			for await (const batch of source.pull({ cursor, since: 0, now }, new AbortController().signal)) {
				if (!batch.ok) throw new Error(batch.problem.message);
				told.facts += batch.value.facts.length;
				told.cursor = batch.value.cursor;
				batches += 1;
				if (batches === most) break;
			}
			return told;
		};
		const cut = await pull(null, 1);
		const rest = await pull(cut.cursor, 100);
		expect(cut.facts + rest.facts).toBe(made().length);
		expect((await pull(rest.cursor, 100)).facts).toBe(0);
	});
});

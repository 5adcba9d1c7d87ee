import { describe, expect, test } from 'vitest';
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import { day, deployment, event, hour, incident, june, openFacts, tell, valueOf } from './test-facts.ts';
import { setup } from './test-worlds.ts';

const person = { kind: 'person', name: 'Ada' } as const;
let seq = 0;
function said(decision: DeliveryDecision): RecordedDecision {
	seq += 1;
	return { seq, at: june, actor: person, decision };
}
const shop = { services: ['shop'], group: null, environments: [] };

async function world() {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	await tell(store, 'journal', [
		...[deployment('d1', june, { source: 'journal' }), deployment('d2', june + day, { source: 'journal' })],
	]);
	await tell(store, 'pager', [incident('i1', june + 5 * day), incident('i2', june + day + hour, { service: null })]);
	await tell(store, 'flags', [event('f1', june + day - hour)]);
	return store;
}

describe('What people say', () => {
	test('links an incident and takes it back', async () => {
		const store = await world();
		const failed = async () => {
			const query = { scope: shop, period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null } as const;
			const answer = valueOf(await store.metrics({ ...query, bucket: 'month', withBots: false }, june + 30 * day));
			return answer.dora[2]?.n;
		};
		expect(await failed()).toBe(0);
		const link = said({ type: 'incident-linked', incident: 'pager|i1', deployment: 'journal|d2' });
		valueOf(await store.applyDecisions([link]));
		valueOf(await store.applyDecisions([link]));
		expect(await failed()).toBe(1);
		valueOf(await store.applyDecisions([said({ type: 'incident-unlinked', incident: 'pager|i1' })]));
		expect(await failed()).toBe(0);
		valueOf(await store.applyDecisions([said({ type: 'incident-assigned', incident: 'pager|i2', service: 'shop' })]));
		expect(await failed()).toBe(1);
		expect(valueOf(await store.decisionsUpTo())).toBe(seq);
	});

	describe('links an incident of one service to a deployment of another, which', () => {
		const resolved = async (store: Awaited<ReturnType<typeof world>>) => {
			const query = { scope: shop, period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null } as const;
			const answer = valueOf(await store.metrics({ ...query, bucket: 'month', withBots: false }, june + 30 * day));
			const [, , failRate, recovery] = answer.dora;
			return { failed: failRate?.n, recovered: recovery?.n };
		};
		const ofCart = (more: Parameters<typeof incident>[2]) =>
			incident('i9', june + 3 * day, { service: 'cart', ...more });
		const linked = (id: string) =>
			said({ type: 'incident-linked', incident: id, deployment: 'journal|d2' } satisfies DeliveryDecision);

		test('is judged again when it is resolved', async () => {
			const store = await world();
			await tell(store, 'pager', [ofCart({ resolvedAt: null })]);
			valueOf(await store.applyDecisions([linked('pager|i9')]));
			expect(await resolved(store)).toEqual({ failed: 1, recovered: 0 });
			await tell(store, 'pager', [ofCart({ resolvedAt: june + 4 * day })]);
			expect(await resolved(store)).toEqual({ failed: 1, recovered: 1 });
		});

		test('is judged again when it comes after the link, and when it goes with its source', async () => {
			const store = await world();
			valueOf(await store.applyDecisions([linked('pager|i9')]));
			expect(await resolved(store)).toEqual({ failed: 0, recovered: 0 });
			await tell(store, 'pager', [ofCart({})]);
			expect(await resolved(store)).toEqual({ failed: 1, recovered: 1 });
			valueOf(await store.forget('pager'));
			expect(await resolved(store)).toEqual({ failed: 0, recovered: 0 });
		});

		test('is judged again when it is withdrawn', async () => {
			const store = await world();
			const noted = said({
				...{ type: 'incident-noted', id: 'h9', title: 'Slow', service: 'cart', environment: null, severity: 'low' },
				...{ startedAt: june + 3 * day, detectedAt: null, resolvedAt: june + 4 * day },
			});
			valueOf(await store.applyDecisions([noted, linked('hand|h9')]));
			expect(await resolved(store)).toEqual({ failed: 1, recovered: 1 });
			valueOf(await store.applyDecisions([said({ type: 'incident-withdrawn', id: 'h9' })]));
			expect(await resolved(store)).toEqual({ failed: 0, recovered: 0 });
		});
	});

	test('notes an incident and withdraws it', async () => {
		const store = await world();
		const noted = said({
			...{ type: 'incident-noted', id: 'h1', title: 'Slow', service: 'shop', environment: null, severity: 'low' },
			...{ startedAt: june + 3 * day, detectedAt: null, resolvedAt: null },
		});
		const kinds = async () => {
			const asked = { scope: shop, from: june, to: june + 10 * day, limit: 100 };
			return valueOf(await store.timeline(asked)).items.map(({ ref, deploymentId }) => [ref, deploymentId]);
		};
		valueOf(await store.applyDecisions([noted]));
		expect(await kinds()).toEqual([
			['pager|i1', null],
			['hand|h1', null],
			['journal|d2', 'd2'],
			['flags|f1', null],
			['journal|d1', 'd1'],
		]);
		valueOf(await store.applyDecisions([said({ type: 'incident-withdrawn', id: 'h1' })]));
		expect(await kinds()).toHaveLength(4);
		expect(valueOf(await store.sources()).find(({ source }) => source === 'hand')?.counts).toBeUndefined();
	});

	test('parts two tellings and takes it back, which both of their rows tell', async () => {
		const store = await world();
		const again = { source: 'ci', version: 'd2', startedAt: june + day, outcome: 'taken-back' } as const;
		await tell(store, 'ci', [deployment('c2', june + day + hour / 10, again)]);
		await tell(store, 'argo', [deployment('a2', june + day + hour / 10, { ...again, source: 'argo' })]);
		const rows = async () => {
			const query = { scope: shop, period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null } as const;
			const asked = { query: { ...query, bucket: 'month', withBots: false }, metric: 'change-fail-rate' } as const;
			const page = { show: 'all', cursor: null, limit: 20, now: june + 30 * day } as const;
			return valueOf(await store.rows({ ...asked, ...page })).rows.flatMap(({ id, counts, detail }) =>
				detail.standing === undefined || id.startsWith('journal') ? [] : [[id, counts, detail.tellings]],
			);
		};
		const match = (isSame: boolean | null) =>
			said({ type: 'deployments-matched', one: 'ci|c2', other: 'argo|a2', isSame });
		const found = { isSame: true, said: null };
		const asFound = [
			['argo|a2', true, [{ ref: 'ci|c2', ...found }]],
			['ci|c2', false, [{ ref: 'argo|a2', ...found }]],
		];
		expect(await rows()).toEqual(asFound);
		valueOf(await store.applyDecisions([match(false)]));
		const apart = { isSame: false, said: false };
		expect(await rows()).toEqual([
			['argo|a2', true, [{ ref: 'ci|c2', ...apart }]],
			['ci|c2', true, [{ ref: 'argo|a2', ...apart }]],
		]);
		valueOf(await store.applyDecisions([match(null)]));
		expect(await rows()).toEqual(asFound);
	});

	test('quarantines a test until it ends or expires', async () => {
		const store = await world();
		const quarantine = (test: string) =>
			said({
				...{ type: 'test-quarantined', service: 'shop', test, file: null, owner: 'Ada', reason: 'flaky', ticket: null },
				expiresAt: june + day,
			});
		valueOf(await store.applyDecisions([quarantine('b'), quarantine('a')]));
		const names = async (now: number) => valueOf(await store.quarantines(now)).map(({ test, by }) => `${test} ${by}`);
		expect(await names(june)).toEqual(['a Ada', 'b Ada']);
		expect(await names(june + day)).toEqual([]);
		valueOf(
			await store.applyDecisions([said({ type: 'quarantine-ended', service: 'shop', test: 'a', reason: 'fixed' })]),
		);
		expect(await names(june)).toEqual(['b Ada']);
		const kept = valueOf(await store.decisions({ types: ['test-quarantined', 'quarantine-ended'] }));
		expect(kept.map(({ decision }) => decision.type)).toEqual(['test-quarantined', 'quarantine-ended']);
	});
});

describe('What stands around an incident', () => {
	test('is ranked, whatever was said first', async () => {
		const store = await world();
		valueOf(await store.applyDecisions([said({ type: 'incident-assigned', incident: 'pager|i2', service: 'shop' })]));
		const near = valueOf(await store.suspects({ incident: 'pager|i2', lookBackMs: day }));
		expect(near.suspects.map(({ item, link }) => [item.ref, link])[0]).toEqual(['journal|d2', 'inferred']);
		expect(near.suspects.map(({ item }) => item.ref)).toContain('flags|f1');
		valueOf(
			await store.applyDecisions([said({ type: 'incident-linked', incident: 'pager|i1', deployment: 'journal|d1' })]),
		);
		const far = valueOf(await store.suspects({ incident: 'pager|i1', lookBackMs: hour }));
		expect(far.suspects.map(({ item, link }) => [item.ref, link])).toEqual([['journal|d1', 'explicit']]);
		expect(await store.suspects({ incident: 'pager|none', lookBackMs: day })).toMatchObject({ ok: false });
	});

	test('is listed where it could not be linked', async () => {
		const store = await world();
		const asked = { scope: { services: [], group: null, environments: [] }, from: june - day, limit: 10 };
		const { items, total } = valueOf(await store.unlinked(asked));
		expect(items.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual([
			...['incident-without-deployment pager|i1', 'incident-without-service pager|i2'],
			...['deployment-without-commit journal|d2', 'deployment-without-commit journal|d1'],
		]);
		expect(total).toBe(4);
	});
});

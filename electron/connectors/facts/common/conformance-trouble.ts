/** The part of the conformance suite about hosts that refuse, are gone, or answer nonsense; and about secrets. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../../../shared/domain/result.ts';
import { factKeys, type FactsFault, pull, pullAll, type Use } from './conformance-steps.ts';

const codes: Readonly<Record<FactsFault, ErrorCode>> = {
	unreachable: 'facts-unreachable',
	unauthorised: 'facts-unauthorised',
	forbidden: 'facts-unauthorised',
	'rate-limited': 'facts-rate-limited',
	'server-error': 'facts-unreachable',
	garbage: 'facts-rejected',
	huge: 'too-large',
	hang: 'cancelled',
	elsewhere: 'facts-rejected',
};

const answered: readonly FactsFault[] = [
	...(['unreachable', 'unauthorised', 'forbidden', 'rate-limited', 'server-error'] as const),
	...(['garbage', 'huge', 'elsewhere'] as const),
];

export function troubleTests(use: Use): void {
	test.each(answered)('%s is told in words about facts, and what comes later is complete', async (fault) => {
		const harness = use();
		if (!harness.faults.includes(fault)) return;
		const ids = await harness.world.fill(5);
		await harness.world.fault(fault);
		const { failure, failed, batches } = await pullAll(harness, null);
		expect(batches).toEqual([]);
		expect(failure?.code).toBe(codes[fault]);
		expect(`${failure?.message} ${failure?.hint}`).not.toMatch(/\bruns?\b|pipeline\.runner/);
		expect(failure?.hint).not.toBe('');
		const isPassing = fault === 'unreachable' || fault === 'rate-limited' || fault === 'server-error';
		expect(failure?.retryable).toBe(isPassing);
		if (fault === 'rate-limited') expect(failure?.details?.['notBefore']).toBeGreaterThan(harness.now());
		if (harness.secret !== null) expect(inspect(failed, { depth: 20 })).not.toContain(harness.secret);
		await harness.world.fault(null);
		const later = await pullAll(harness, null);
		expect(factKeys(harness, later.facts)).toEqual(new Set(ids));
	});

	test('credentials never go to another origin', async () => {
		const harness = use();
		if (harness.elsewhere === null || harness.secret === null) return;
		await harness.world.fill(3);
		await harness.world.fault('elsewhere');
		await pullAll(harness, null);
		expect(JSON.stringify(harness.elsewhere())).not.toContain(harness.secret);
	});

	test('a failure in the middle keeps what came before, and the kept cursor goes on', async () => {
		const harness = use();
		if (!harness.faults.includes('server-error')) return;
		const ids = await harness.world.fill(harness.beyondOnePage);
		const first = await pull(harness, null, { onBatch: () => harness.world.fault('server-error') });
		await harness.world.fault(null);
		const rest = await pullAll(harness, first.cursor);
		expect(rest.failure).toBeNull();
		expect(factKeys(harness, [...first.facts, ...rest.facts])).toEqual(new Set(ids));
	});

	test('given up before it begins, it ends', async () => {
		const harness = use();
		await harness.world.fill(3);
		const signal = AbortSignal.abort();
		const pulled = await pull(harness, null, { signal });
		expect(pulled.failure?.code).toBe('cancelled');
		expect(pulled.facts).toEqual([]);
	});

	test('given up while the host is silent, it ends', async () => {
		const harness = use();
		if (!harness.faults.includes('hang')) return;
		await harness.world.fill(3);
		await harness.world.fault('hang');
		const giving = new AbortController();
		const waiting = pull(harness, null, { signal: giving.signal });
		setImmediate(() => giving.abort());
		expect((await waiting).failure?.code).toBe('cancelled');
	});

	test('closed, it is cancelled', async () => {
		const harness = use();
		await harness.world.fill(3);
		const source = harness.again();
		await source.close();
		const pulled = await pull(harness, null, { source });
		expect(pulled.failure?.code).toBe('cancelled');
	});
}

import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../connectors/metrics/memory/source.ts';
import { createMemoryTarget } from '../connectors/targets/memory/memory-target.ts';
import { openTestRoom } from './testing/test-room.ts';
import { createFakeClock } from './testing/fake-clock.ts';

describe('what an environment says of itself', () => {
	it('carries its limits, so that charts have them before the first look', async () => {
		const room = await openTestRoom();
		expect(room.engine.state().environments['checkout/production']?.healthPolicy).toMatchObject({
			absolute: { errorRate: 0.01, p95Latency: 500 },
		});
	});

	it('names the products behind it as they name themselves, and keeps the names while they are silent', async () => {
		const clock = createFakeClock();
		const target = createMemoryTarget({ clock, label: 'eu-west', standing: { slot: 'blue', version: '2.3.1' } });
		const source = createMemorySource({ clock });
		const { inspect } = target;
		const { read } = source;
		const room = await openTestRoom({ clock, target, source });
		const products = () => Object.values(room.engine.state().connections).map(({ product }) => product);
		expect(products()).toEqual(['In memory', 'In memory']);
		target.inspect = async (signal) => {
			const state = await inspect(signal);
			return state.ok ? { ...state, value: { ...state.value, product: 'HAProxy 2.6.12' } } : state;
		};
		source.read = async (request, signal) => ({ ...(await read(request, signal)), product: 'Prometheus 2.42.0' });
		await room.clock.advance(11_000);
		expect(products()).toEqual(['HAProxy 2.6.12', 'Prometheus 2.42.0']);
		source.read = read;
		target.faults.unreachable(true);
		await room.clock.advance(20_000);
		expect(room.engine.state().connections).toMatchObject({
			'checkout/production:target': { product: 'HAProxy 2.6.12', state: 'unreachable' },
			'checkout/production:metrics': { product: 'Prometheus 2.42.0' },
		});
	});
});

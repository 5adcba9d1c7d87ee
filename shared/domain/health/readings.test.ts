import { describe, expect, it } from 'vitest';
import { measured, testInstant, wellInput, wellSlot } from './fixtures.ts';
import { emptyReading, normaliseInput, readingsBySlot } from './readings.ts';

describe('readings by slot', () => {
	it('takes only its own slot and names what is absent', () => {
		const slot = readingsBySlot([measured('requests', 'green', 7), measured('memory', 'blue', 0.5)], 'green');
		expect(slot.requests.value).toBe(7);
		expect(slot.memory).toMatchObject({ state: 'missing', value: null, slot: 'green', source: 'Prometheus' });
		expect(slot.memory.detail).toContain('no answer');
	});

	it('never judges a contradiction: the answer that is no measurement wins', () => {
		const stale = emptyReading('memory', 'blue', 'stale', { at: testInstant });
		expect(readingsBySlot([measured('memory', 'blue', 0.5), stale], 'blue').memory.state).toBe('stale');
	});

	it('is all missing for a slot that was not read', () => {
		const states = Object.values(readingsBySlot([], 'blue')).map((reading) => reading.state);
		expect(states).toEqual(Array(5).fill('missing'));
	});
});

describe('the input as stored', () => {
	it.each([Number.NaN, Number.POSITIVE_INFINITY, null])('calls a measured %s no number', (value) => {
		const reading = { ...measured('p95Latency', 'green', 0), value };
		const input = normaliseInput(wellInput({ canary: { ...wellSlot('green'), p95Latency: reading } }));
		expect(input.canary.p95Latency).toMatchObject({ state: 'not-a-number', value: null });
		expect(JSON.parse(JSON.stringify(input))).toStrictEqual(input);
	});
});

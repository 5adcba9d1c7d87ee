import { expect, test } from 'vitest';
import { pipelineRoom } from '../../dev/fake-pipelines.ts';
import { findItems, paletteItems } from './palette-items.ts';

const now = 1e12;
const found = (story: Parameters<typeof pipelineRoom>[1], typed: string, mayAct = true) => {
	const room = pipelineRoom(now, story);
	return findItems(paletteItems({ ...room, host: { ...room.host, mayAct } }, null), typed);
};
const labels = (...of: Parameters<typeof found>) => found(...of).map(({ label }) => label);

test('starts the pipeline of a service where the host allows it and this window may act', () => {
	expect(labels('passed', 'run pipeline')).toEqual(['Run pipeline of checkout']);
	expect(found('passed', 'run pipeline')[0]?.action).toEqual({ kind: 'run-pipeline', service: 'checkout' });
	expect(labels('passed', 'run pipeline', false)).toEqual([]);
	expect(labels('unreachable', 'run pipeline')).toEqual([]);
	expect(labels('none', 'run pipeline')).toEqual([]);
});

test('shows what waits for people at once, with nothing typed', () => {
	const [first] = found('approval', '').filter(({ section }) => section === 'Waiting for you');
	expect(first?.action).toEqual({ kind: 'go', href: '#/services/checkout/runs/checkout%3A412' });
	expect(found('passed', '').filter(({ section }) => section === 'Waiting for you')).toEqual([]);
});

test('finds a release by its version', () => {
	expect(found('passed', 'checkout 2.4.0')[0]).toMatchObject({
		label: 'checkout 2.4.0',
		action: { kind: 'go', href: '#/services/checkout/releases/2.4.0' },
	});
	expect(labels('passed', '').filter((label) => label.startsWith('checkout 2'))).toEqual([]);
});

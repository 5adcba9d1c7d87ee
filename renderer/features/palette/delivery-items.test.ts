import { expect, test } from 'vitest';
import { withDelivery } from '../../dev/fake-delivery-room.ts';
import { emptyRoom } from '../../dev/fake-room.ts';
import { findItems, paletteItems } from './palette-items.ts';

const room = withDelivery(emptyRoom(), 1_000_000_000_000, 300);
const found = (typed: string) => findItems(paletteItems(room, null), typed).map(({ label }) => label);

test('finds a metric and the metrics of a service', () => {
	expect(found('rework')).toContain('Deployment rework rate');
	expect(found('metrics checkout')).toEqual(['Delivery metrics of checkout']);
	expect(found('timeline ledger')).toEqual(['Timeline of ledger']);
});

test('says nothing of services while nothing is typed', () => {
	expect(found('').some((label) => label.startsWith('Delivery metrics of'))).toBe(false);
});

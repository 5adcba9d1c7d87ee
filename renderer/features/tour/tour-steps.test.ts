import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyRoom, sampleRoom } from '../../dev/fake-room.ts';
import { placeCard, tourSteps } from './tour-steps.ts';

const ids = (room: Parameters<typeof tourSteps>[0]) => tourSteps(room).map(({ id }) => id);
const flying = sampleRoom(0);
const resting = { ...flying, deployments: {} };

test('begins with the sample where it does not run', () => {
	expect(ids(emptyRoom()).slice(0, 2)).toEqual(['start', 'board']);
	expect(ids(resting).slice(0, 2)).toEqual(['board', 'deploy']);
});

test('does not ask to deploy what ships already', () => {
	expect(ids(flying)).not.toContain('deploy');
});

test('the steps that ask for something end when it is done', () => {
	const [start] = tourSteps(emptyRoom());
	expect([start?.isDone?.(emptyRoom()), start?.isDone?.(resting)]).toEqual([false, true]);
	const deploy = tourSteps(resting).find(({ id }) => id === 'deploy');
	expect([deploy?.isDone?.(resting), deploy?.isDone?.(flying)]).toEqual([false, true]);
});

const view = { width: 1280, height: 720 };
const card = { width: 320, height: 160 };

test.each([
	['right of it', { left: 0, top: 100, width: 200, height: 30 }, { left: 214, top: 100 }],
	['left of it', { left: 1100, top: 100, width: 170, height: 30 }, { left: 766, top: 100 }],
	['below it', { left: 100, top: 50, width: 1100, height: 100 }, { left: 100, top: 164 }],
	['above it', { left: 100, top: 500, width: 1100, height: 200 }, { left: 100, top: 326 }],
	['in the middle', null, { left: 480, top: 280 }],
	['in the middle of what fills the screen', { left: 0, top: 0, width: 1280, height: 720 }, { left: 480, top: 280 }],
])('a card stands %s', (_, anchor, place) => {
	expect(placeCard(anchor, card, view)).toEqual(place);
});

test('a card that fits is never outside', () => {
	const side = fc.integer({ min: -500, max: 2_000 });
	fc.assert(
		fc.property(fc.record({ left: side, top: side, width: fc.nat(2_000), height: fc.nat(2_000) }), (anchor) => {
			const { left, top } = placeCard(anchor, card, view);
			expect(left >= 0 && left + card.width <= view.width && top >= 0 && top + card.height <= view.height).toBe(true);
		}),
	);
});

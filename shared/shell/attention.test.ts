import { describe, expect, test } from 'vitest';
import { ada, analysing, succeed, tell, verdictOf } from '../domain/deployment/fixture.ts';
import { emptyRoom } from '../rpc/testing/fake-api.ts';
import { attentionOf } from './attention.ts';
import { roomOf } from './testing/rooms.ts';

const rollback = { type: 'commanded', command: 'roll-back', reason: null } as const;
const atFive = analysing();
const held = tell(
	tell(atFive, { type: 'verdict', stepIndex: 3, verdict: verdictOf('inconclusive') }, 10),
	{ type: 'step-elapsed', stepIndex: 3 },
	20,
).deployment;
const rollingBack = tell(atFive, rollback, 10, ada);
const done = succeed(succeed(rollingBack, 11), 12).deployment;
const other = { ...atFive.deployment, id: 'd2', service: 'search' };

describe('the room at a glance', () => {
	test.each([
		['nothing', emptyRoom, 'Nothing is shipping', 'calm'],
		['what has ended', roomOf([done]), 'Nothing is shipping', 'calm'],
		['one in flight', roomOf([atFive.deployment]), '1 shipping', 'shipping'],
		['one that waits', roomOf([held]), '1 shipping, 1 needs you', 'needs-you'],
		['two, one waits', roomOf([other, held]), '2 shipping, 1 needs you', 'needs-you'],
		['a need alone', { ...emptyRoom, needs: roomOf([held]).needs }, '1 needs you', 'needs-you'],
	] as const)('%s: %s', (_, room, summary, mood) => {
		expect(attentionOf(room)).toMatchObject({ summary, mood });
	});

	test('says of each deployment where it is, how far, and what the way back would do', () => {
		const [line] = attentionOf(roomOf([atFive.deployment])).shipping;
		expect(line).toMatchObject({
			address: '/deployments/d1',
			service: 'checkout',
			environment: 'production',
			tier: 'production',
			headline: '2.4.0 is taking 5 % of traffic',
			tone: 'going',
			rollBack: { allowed: true, label: 'Roll back to 2.3.1' },
		});
		expect(line?.progress).toBeCloseTo(3 / atFive.deployment.strategy.steps.length);
	});

	test('puts what waits for a person first', () => {
		expect(attentionOf(roomOf([other, held])).shipping.map(({ deploymentId }) => deploymentId)).toEqual(['d1', 'd2']);
	});

	test('does not offer what this host may not do', () => {
		const [line] = attentionOf(roomOf([atFive.deployment], false)).shipping;
		expect(line?.rollBack).toMatchObject({ allowed: false, label: 'Roll back to 2.3.1' });
	});

	test('shows the way back as trouble without an end in sight', () => {
		const [line] = attentionOf(roomOf([rollingBack.deployment])).shipping;
		expect(line).toMatchObject({ tone: 'trouble', progress: null, rollBack: { allowed: false } });
		expect(attentionOf(roomOf([held])).shipping[0]).toMatchObject({ tone: 'waiting' });
	});

	test.each(['asleep', 'slept', 'locked'] as const)(
		'shows what this machine holds (%s) as standing still',
		(because) => {
			const away = tell(atFive, { type: 'machine-left', because, answer: 'hold' }, 10).deployment;
			const glance = attentionOf(roomOf([away]));
			expect(glance.shipping[0]).toMatchObject({ tone: 'waiting', progress: 3 / away.strategy.steps.length });
			expect(glance.mood).toBe('shipping');
		},
	);

	test('counts needs by urgency and names the urgent ones', () => {
		expect(attentionOf(roomOf([held]))).toMatchObject({ needs: { now: 1, soon: 0 }, urgentIds: ['d1'] });
		const paused = tell(atFive, { type: 'commanded', command: 'pause', reason: null }, 10, ada).deployment;
		expect(attentionOf(roomOf([paused]))).toMatchObject({ needs: { now: 0, soon: 1 }, urgentIds: [] });
	});

	test('writes an address that any id survives', () => {
		const odd = { ...atFive.deployment, id: 'shop/production 1' };
		expect(attentionOf(roomOf([odd])).shipping[0]?.address).toBe('/deployments/shop%2Fproduction%201');
	});
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysing } from '../domain/deployment/fixture.ts';
import { deploymentStates, endedStates } from '../domain/deployment/model.ts';
import type { RoomState } from '../rpc/views.ts';
import { roomOf } from './testing/rooms.ts';
import {
	feedChannel,
	isWithinRollout,
	mayTake,
	rolloutPlace,
	type UpdateProgress,
	updateViewOf,
	whyInstallWaits,
	whyNoUpdates,
} from './update-rules.ts';

type State = (typeof deploymentStates)[number];

function roomWith(...states: readonly State[]): RoomState {
	const deployments = states.map((state, index) => ({ ...analysing().deployment, id: `d${index}`, state }));
	return roomOf(deployments);
}

describe('installing', () => {
	it('waits while the room is not known', () => expect(whyInstallWaits(null)).toMatch(/does not know/));

	it('may happen when nothing ever shipped', () => expect(whyInstallWaits(roomWith())).toBeNull());

	it.each(deploymentStates)('with a deployment %s', (state) => {
		const why = whyInstallWaits(roomWith(state));
		if (endedStates.includes(state)) expect(why).toBeNull();
		else expect(why).toBe('checkout 2.4.0 is on its way to production; it can be installed once that has ended.');
	});

	it('waits exactly as long as any deployment has not ended', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...deploymentStates), { maxLength: 8 }), (states) => {
				const mustWait = states.some((state) => state !== 'completed' && state !== 'rolled-back');
				expect(whyInstallWaits(roomWith(...states)) !== null).toBe(mustWait);
			}),
		);
	});

	it('counts what ships', () => {
		expect(whyInstallWaits(roomWith('paused', 'completed', 'analysing'))).toMatch(/^2 deployments are in flight/);
	});
});

describe('what the window is told', () => {
	it.each<[UpdateProgress, State | null, string]>([
		[{ phase: 'off', why: 'so' }, null, 'off'],
		[{ phase: 'idle', checkedAt: 5 }, 'shifting', 'idle'],
		[{ phase: 'checking' }, 'shifting', 'checking'],
		[{ phase: 'downloading', version: '1.2.0', percent: 40 }, 'shifting', 'downloading'],
		[{ phase: 'downloaded', version: '1.2.0' }, 'shifting', 'waiting'],
		[{ phase: 'downloaded', version: '1.2.0' }, 'needs-operator', 'waiting'],
		[{ phase: 'downloaded', version: '1.2.0' }, 'completed', 'ready'],
		[{ phase: 'downloaded', version: '1.2.0' }, null, 'ready'],
	])('%j while %s: %s', (progress, state, expected) => {
		expect(updateViewOf(progress, state === null ? roomWith() : roomWith(state)).state).toBe(expected);
	});

	it('is never ready while the room is not known', () => {
		expect(updateViewOf({ phase: 'downloaded', version: '1.2.0' }, null).state).toBe('waiting');
	});
});

describe('who updates itself', () => {
	const appImage = { platform: 'linux', isPackaged: true, appImage: '/apps/Signalbox.AppImage', hasFeed: true };
	it.each([
		[appImage, null],
		[{ ...appImage, platform: 'darwin', appImage: undefined }, null],
		[{ ...appImage, platform: 'win32', appImage: undefined }, null],
		[{ ...appImage, isPackaged: false }, /sources/],
		[{ ...appImage, hasFeed: false }, /place to look/],
		[{ ...appImage, appImage: undefined }, /system updates it/],
		[{ ...appImage, appImage: '' }, /system updates it/],
	])('%j', (installation, expected) => {
		const why = whyNoUpdates(installation);
		if (expected === null) expect(why).toBeNull();
		else expect(why).toMatch(expected);
	});

	it('reads the feed of its channel', () =>
		expect([feedChannel('stable'), feedChannel('beta')]).toEqual(['latest', 'beta']));
});

const installation = fc.uuid();
const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((parts) => parts.join('.'));

describe('a staged rollout', () => {
	it('keeps its decision, and a larger share never takes anybody out', () => {
		fc.assert(
			fc.property(
				installation,
				version,
				fc.double({ min: 0, max: 100, noNaN: true }),
				fc.double({ min: 0, max: 100, noNaN: true }),
				(id, name, one, other) => {
					const within = (stagingPercentage: number) => isWithinRollout({ version: name, stagingPercentage }, id);
					expect(within(one)).toBe(within(one));
					if (within(Math.min(one, other))) expect(within(Math.max(one, other))).toBe(true);
				},
			),
		);
	});

	it('gives to nobody at 0, to all at 100 and without a share, to nobody at a share that is no number', () => {
		fc.assert(
			fc.property(installation, version, (id, name) => {
				const at = (stagingPercentage: unknown) => isWithinRollout({ version: name, stagingPercentage }, id);
				expect([at(0), at(100), at(undefined), at('50'), at(Number.NaN)]).toEqual([false, true, true, false, false]);
				expect(isWithinRollout({ version: name }, id)).toBe(true);
			}),
		);
	});

	it('is even: each tenth gets a tenth, for ids that look alike too', () => {
		const ids = Array.from({ length: 20_000 }, (_, index) => `installation-${index}`);
		const tenths = Array.from({ length: 10 }, () => 0);
		for (const id of ids) {
			const tenth = Math.floor(rolloutPlace(id, '1.2.0') / 10);
			tenths[tenth] = (tenths[tenth] ?? 0) + 1;
		}
		// Chi-squared with 9 degrees of freedom; 27.9 is passed once in a thousand honest hashes, and this one is fixed.
		const chiSquared = tenths.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
		expect(chiSquared).toBeLessThan(27.9);
	});

	it('asks others first for the next version', () => {
		const ids = Array.from({ length: 2_000 }, (_, index) => `installation-${index}`);
		const early = (name: string) => ids.filter((id) => rolloutPlace(id, name) < 10);
		const both = early('1.2.0').filter((id) => rolloutPlace(id, '1.3.0') < 10);
		expect(both.length / early('1.2.0').length).toBeLessThan(0.2);
	});
});

describe('an offered version', () => {
	it.each([
		['1.2.1', '1.2.0', 'stable', true],
		['1.10.0', '1.9.9', 'stable', true],
		['2.0.0', '1.99.99', 'stable', true],
		['1.2.0', '1.2.0', 'stable', false],
		['1.1.9', '1.2.0', 'stable', false],
		['1.2.0+build.5', '1.2.0', 'stable', false],
		['1.3.0-beta.1', '1.2.0', 'stable', false],
		['1.3.0-beta.1', '1.2.0', 'beta', true],
		['1.3.0-beta.10', '1.3.0-beta.9', 'beta', true],
		['1.3.0-beta.9', '1.3.0-beta.10', 'beta', false],
		['1.3.0', '1.3.0-beta.9', 'beta', true],
		['1.3.0', '1.3.0-beta.9', 'stable', true],
		['1.2.0', '1.3.0-beta.1', 'stable', false],
		['1.3.0-alpha', '1.3.0-alpha.1', 'beta', false],
		['1.3.0-alpha.1', '1.3.0-alpha.beta', 'beta', false],
		['1.3.0-rc.1', '1.3.0-beta.11', 'beta', true],
		['latest', '1.2.0', 'stable', false],
		['v1.3.0', '1.2.0', 'stable', false],
		['1.3', '1.2.0', 'stable', false],
		['1.3.0', '', 'stable', false],
	] as const)('%s over %s on %s: %s', (offered, current, channel, expected) => {
		expect(mayTake(offered, current, channel)).toBe(expected);
	});

	it('is never taken both ways', () => {
		fc.assert(
			fc.property(version, version, (one, other) => {
				expect(mayTake(one, other, 'beta') && mayTake(other, one, 'beta')).toBe(false);
				if (one !== other) expect(mayTake(one, other, 'beta') || mayTake(other, one, 'beta')).toBe(true);
			}),
		);
	});
});

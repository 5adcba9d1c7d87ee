import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchOfRef } from './commit.ts';
import { branchOfJobName, buildPath, jobPath, nativeIdOf, nodePath, parseNativeId } from './places.ts';

describe('places', () => {
	it.each([
		['shop', null, 'job/shop'],
		['acme/shop', null, 'job/acme/job/shop'],
		['/acme/my shop/', null, 'job/acme/job/my%20shop'],
		['acme/shop', 'main', 'job/acme/job/shop/job/main'],
		['acme/shop', 'feature/basket', 'job/acme/job/shop/job/feature%252Fbasket'],
		['acme/shop', '../../x', 'job/acme/job/shop/job/..%252F..%252Fx'],
	])('of %s and %s is %s', (job, branch, path) => {
		expect(jobPath({ job }, branch)).toBe(path);
	});

	it('finds a build', () => {
		expect(buildPath({ job: 'shop' }, { branch: 'a#b', number: 3 })).toBe('job/shop/job/a%2523b/3');
	});

	it.each([
		['12', false, { branch: null, number: 12 }],
		['main#12', true, { branch: 'main', number: 12 }],
		['a#b#12', true, { branch: 'a#b', number: 12 }],
		['12', true, null],
		['main#12', false, null],
		['#12', true, null],
		['main#', true, null],
		['main#0', true, null],
		['main#1/../2', true, null],
	])('takes %s apart (multibranch %s)', (nativeId, isMultibranch, place) => {
		expect(parseNativeId(nativeId, isMultibranch)).toEqual(place);
	});

	it('keeps every branch and number', () => {
		const places = fc.record({ branch: fc.string({ minLength: 1 }), number: fc.integer({ min: 1, max: 1e9 }) });
		fc.assert(
			fc.property(places, (place) => {
				expect(parseNativeId(nativeIdOf(place), true)).toEqual(place);
				expect(branchOfJobName(encodeURIComponent(place.branch))).toBe(place.branch);
			}),
		);
	});

	it('leads no id of a node out of its build', () => {
		expect(nodePath('12')).toBe('execution/node/12');
		expect(nodePath('../../stop')).toBe('execution/node/0');
	});

	it.each([
		['refs/remotes/origin/main', 'main'],
		['refs/remotes/upstream/feature/x', 'feature/x'],
		['refs/heads/main', 'main'],
		['origin/main', 'main'],
		['main', 'main'],
		['detached', null],
	])('reads the branch of %s', (ref, branch) => {
		expect(branchOfRef(ref)).toBe(branch);
	});
});

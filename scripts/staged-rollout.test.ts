import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withStagingPercentage } from './staged-rollout.ts';

const feed = 'version: 1.2.0\nfiles:\n  - url: a.AppImage\n    sha512: "abc="\n    size: 5\n';

test('sets and changes the share, and leaves the rest', () => {
	const staged = withStagingPercentage(feed, 10);
	expect(parse(staged)).toEqual({ ...parse(feed), stagingPercentage: 10 });
	expect(parse(withStagingPercentage(staged, 100))).toEqual({ ...parse(feed), stagingPercentage: 100 });
});

test.each([-1, 101, Number.NaN])('refuses a share of %s', (share) => {
	expect(() => withStagingPercentage(feed, share)).toThrow(/0 to 100/);
});

test.each(['', 'a: [', '- 1', 'files: []'])('refuses what is no feed: %j', (text) => {
	expect(() => withStagingPercentage(text, 10)).toThrow();
});

import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { parseLink } from './links.ts';
import { takeLink } from './take-link.ts';

const link = 'signalbox://deployments/shop-1';

test.each<[string, readonly string[], string | null, readonly string[]]>([
	['no words', [], null, []],
	['no link', ['--sample', '--data', '/d'], null, ['--sample', '--data', '/d']],
	['a link alone', [link], link, []],
	['a link behind options', ['--sample', link], link, ['--sample']],
	['a link behind lone dashes, as it is registered', ['--', link], link, []],
	['options behind the link, which came with it', [link, '--data=/evil', '--sample'], link, []],
	['an option within the link', [`signalbox://x --data=/evil`], 'signalbox://x --data=/evil', []],
	['a second link', [link, 'signalbox://wall'], link, []],
	['a link as the value of an option', ['--project', link], link, ['--project']],
	['a link within a value', [`--project=${link}`], null, [`--project=${link}`]],
	['a link in other letters', ['SIGNALBOX://wall'], 'SIGNALBOX://wall', []],
])('%s', (_, words, expected, rest) => expect(takeLink(words)).toEqual({ link: expected, rest }));

test('what was smuggled into a link names no place', () => {
	const { link: taken } = takeLink(['signalbox://x --data=/evil']);
	expect(parseLink(taken ?? '')).toMatchObject({ ok: false });
});

property.prop([fc.array(fc.string()), fc.string(), fc.array(fc.string())])(
	'nothing of a link or behind it is ever left as an option',
	(before, text, behind) => {
		const { link: taken, rest } = takeLink([...before, `signalbox:${text}`, ...behind]);
		expect(taken).not.toBeNull();
		expect(rest.length).toBeLessThanOrEqual(before.length);
		expect(before.slice(0, rest.length)).toEqual(rest);
	},
);

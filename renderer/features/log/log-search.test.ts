import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { createLogBuffer } from '../../store/log-buffer.ts';
import { createLogSearch } from './log-search.ts';

const always = () => true;

function searched(text: string, wanted: string) {
	const buffer = createLogBuffer();
	buffer.append(text);
	const search = createLogSearch(buffer);
	search.look(wanted);
	while (search.step(always)) {
		// Until everything was seen.
	}
	return search;
}

describe('searching a log', () => {
	test('finds each line once, whatever the case, also through colours', () => {
		const log = 'Error one\nfine\nan eRRor and an error\n\u001b[31mer\u001b[1mror\u001b[0m\nlast\n';
		expect(searched(log, 'ERROR').lines()).toEqual([0, 2, 3]);
		expect(searched(log, 'nothing').lines()).toEqual([]);
		expect(searched(log, '').lines()).toEqual([]);
	});

	test('goes round at both ends', () => {
		const search = searched('x\n-\nx\n-\nx\n', 'x');
		expect([search.next(-1, false), search.next(0, false), search.next(4, false)]).toEqual([0, 2, 0]);
		expect([search.next(4, true), search.next(0, true), search.next(3, true)]).toEqual([2, 4, 2]);
		expect(searched('a\n', 'x').next(0, false)).toBeNull();
	});

	test('goes on with what comes, and looks at a cut line when it is whole', () => {
		const buffer = createLogBuffer();
		const search = createLogSearch(buffer);
		buffer.append('one\ntw');
		search.look('two');
		search.step(always);
		buffer.append('o\ntwo');
		search.step(always);
		expect(search.lines()).toEqual([1]);
		buffer.append('\n');
		search.step(always);
		expect(search.lines()).toEqual([1, 2]);
	});

	test('stops when it is told to, and goes on from there', () => {
		const buffer = createLogBuffer();
		buffer.append('hit\n'.repeat(10_000));
		const search = createLogSearch(buffer);
		search.look('hit');
		expect(search.step(() => false)).toBe(true);
		const seen = search.lines().length;
		expect(seen).toBeGreaterThan(0);
		expect(seen).toBeLessThan(10_000);
		search.step(always);
		expect(search.lines().length).toBe(10_000);
	});

	property.prop([fc.array(fc.stringMatching(/^[abAB ]{0,8}$/), { maxLength: 60 }), fc.stringMatching(/^[ab]{1,3}$/)])(
		'finds what a plain look at each line finds',
		(lines, wanted) => {
			const plain = lines.flatMap((line, index) => (line.toLowerCase().includes(wanted) ? [index] : []));
			expect(searched(lines.map((line) => `${line}\n`).join(''), wanted).lines()).toEqual(plain);
		},
	);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadsAway, nextPage } from './links.ts';
import { logPiece } from './log-text.ts';
import { nextHop } from './redirects.ts';
import { createReplyCache } from './reply-cache.ts';

describe('a log in pieces', () => {
	it('never splits a character, and put together is the log', () => {
		const characters = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed());
		fc.assert(
			fc.property(characters, fc.integer({ min: 4, max: 9 }), (log, size) => {
				const bytes = new TextEncoder().encode(log);
				let [text, at] = ['', 0];
				for (let turns = 0; turns <= bytes.length + 1 && at < bytes.length; turns += 1) {
					const end = Math.min(bytes.length, at + size);
					const piece = logPiece(bytes.subarray(at, end), { fromByte: at, isComplete: end === bytes.length });
					[text, at] = [text + piece.text, piece.fromByte === at ? piece.nextByte : Number.NaN];
				}
				return text === log;
			}),
		);
	});

	it('begins after the rest of a character when it is asked from within one', () => {
		const bytes = new TextEncoder().encode('ö!').subarray(1);
		expect(logPiece(bytes, { fromByte: 1, isComplete: true })).toEqual({
			text: '!',
			fromByte: 2,
			nextByte: 3,
			isComplete: true,
			gap: null,
		});
	});
});

describe('the next page', () => {
	const here = 'https://ci.example/api/runs?page=1';
	it.each([
		[
			'the one named next',
			'<https://ci.example/api/runs?page=0>; rel="prev", <https://ci.example/api/runs?page=2>; rel="next"',
			'https://ci.example/api/runs?page=2',
		],
		['beside other names', '</api/runs?page=2>; title="a, b"; rel="last next"', 'https://ci.example/api/runs?page=2'],
		['without quotes', '<?page=2>;rel=next', 'https://ci.example/api/runs?page=2'],
		['never another place', '<https://evil.example/api/runs?page=2>; rel="next"', null],
		['nor the same one in the clear', '<http://ci.example/api/runs?page=2>; rel="next"', null],
		['none at the end', '<https://ci.example/api/runs?page=1>; rel="first"', null],
		['none in nonsense', '<<<>; rel=next', null],
		['none where nothing is said', null, null],
	])('is %s', (_name, link, next) => {
		expect(nextPage(link, here)).toBe(next);
	});

	it.each([
		['<https://other.example/x?page=2>; rel="next"', true],
		['<?page=2>; rel="next"', false],
		['<https://other.example/x?page=1>; rel="first"', false],
		[null, false],
	])('%s leads away: %s', (link, isAway) => {
		expect(leadsAway(link, here)).toBe(isAway);
	});
});

describe('where a redirect may lead', () => {
	const base = 'https://ci.example/api';
	it.each([
		['another host with https', 'https://store.example/a', base, 'https://store.example/a'],
		['not in the clear', 'http://store.example/a', base, null],
		['not to this machine', 'https://localhost/a', base, null],
		['from this machine to this machine', 'http://127.0.0.1:9/a', 'http://127.0.0.1:8', 'http://127.0.0.1:9/a'],
		['no other kind of address', 'file:///etc/passwd', base, null],
		['no credentials of its own', 'https://a:b@store.example/', base, null],
		['nowhere', null, base, null],
	])('%s', (_name, location, home, next) => {
		expect(nextHop(`${home}/x`, location, home)).toBe(next);
	});
});

describe('kept answers', () => {
	const reply = (text: string) => ({ text, etag: '"1"', lastModified: null, headers: { link: 'x' } });

	it('come back as they were', () => {
		const cache = createReplyCache({ maxEntries: 2, maxBytes: 10_000 });
		cache.put('a', reply('ü'.repeat(5000)));
		expect(cache.get('a')).toEqual(reply('ü'.repeat(5000)));
		expect(cache.bytes).toBeLessThan(1000);
	});

	it('are bounded in number, and the one not used for longest goes', () => {
		const cache = createReplyCache({ maxEntries: 2, maxBytes: 10_000 });
		cache.put('a', reply('a'));
		cache.put('b', reply('b'));
		cache.get('a');
		cache.put('c', reply('c'));
		expect([cache.get('a')?.text, cache.get('b'), cache.get('c')?.text]).toEqual(['a', null, 'c']);
	});

	it('are bounded in bytes, whatever comes', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.string({ maxLength: 200 }))), (puts) => {
				const cache = createReplyCache({ maxEntries: 3, maxBytes: 400 });
				for (const [key, text] of puts) {
					cache.put(key, reply(text));
					expect(cache.bytes).toBeLessThanOrEqual(400);
				}
			}),
		);
	});
});

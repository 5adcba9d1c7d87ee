import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogParser } from './log-parser.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((each) => each.replaceAll('\0', ''));
const commit = fc.record({
	sha: fc.stringMatching(/^[0-9a-f]{40}$/),
	name: text.filter((each) => each !== ''),
	email: text,
	at: fc.integer({ min: 0, max: 4_000_000_000 }),
	subject: text,
});

test('however the output is cut into chunks, every commit is read and counted', () => {
	fc.assert(
		fc.property(fc.array(commit), fc.array(fc.nat(200)), fc.integer({ min: 0, max: 10 }), (all, cuts, limit) => {
			const records = all.map(({ sha, name, email, at, subject }) =>
				[sha, '', name, email, at, at, subject].map((field) => `${field}\0`).join(''),
			);
			const bytes = Buffer.from(records.join(''));
			const parser = createLogParser(limit);
			let from = 0;
			for (const length of cuts) {
				parser.push(bytes.subarray(from, from + length));
				from = Math.min(bytes.length, from + length);
			}
			parser.push(bytes.subarray(from));
			const found = parser.summary();
			expect(found.count).toBe(all.length);
			expect(found.commits.map(({ sha, subject }) => [sha, subject])).toEqual(
				all.slice(0, limit).map(({ sha, subject }) => [sha, subject]),
			);
			expect(found.authors.reduce((sum, author) => sum + author.commits, 0)).toBe(all.length);
			expect(found.oldestAuthoredAt).toBe(all.length === 0 ? null : Math.min(...all.map(({ at }) => at)) * 1000);
		}),
		{ numRuns: 100 },
	);
});

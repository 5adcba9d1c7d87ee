import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packHashes, readHashes } from './hashes.ts';
import { packResults, unpackResults } from './result-blobs.ts';

test('results come out as they went in', () => {
	const result = fc.record({
		test: fc.nat(2 ** 31 - 1),
		outcome: fc.constantFrom('passed', 'failed', 'skipped'),
		durationMs: fc.oneof(
			fc.constant(null),
			fc.nat(),
			fc.constant(2 ** 40),
			fc.double({ min: 0, max: 1e9, noNaN: true }),
		),
		passedOnRetry: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.array(result), (results) => {
			expect(unpackResults(packResults(results))).toEqual(results);
		}),
	);
});

test('hashes come out as they went in', () => {
	const hash = fc.constantFrom('ab'.repeat(20), '01'.repeat(32), 'abcdef12');
	fc.assert(
		fc.property(fc.array(hash), (hashes) => {
			expect(readHashes(Buffer.from(packHashes(hashes)).toString('hex'))).toEqual(hashes);
		}),
	);
	expect(() => packHashes(['not a hash'])).toThrow('no hash');
});

import { describe, expect, it } from 'vitest';
import { joinUrl, networkWords, readText, TooLarge } from './http.ts';

describe('a network error', () => {
	it.each([
		[
			new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
			'connection refused',
		],
		[new TypeError('Headers.append: "Bearer s3cret\n" is an invalid header value.'), 'the request could not be sent'],
		[Object.assign(new Error('s3cret'), { code: 'ERR_INVALID_URL' }), 'the request could not be sent'],
		[undefined, 'the request could not be sent'],
	])('%# is told in words of our own', (error, words) => {
		expect(networkWords(error)).toBe(words);
	});
});

describe('an answer', () => {
	const pieces = (count: number) =>
		new Response(
			new ReadableStream({
				start(stream) {
					for (let piece = 0; piece < count; piece += 1) stream.enqueue(new TextEncoder().encode('12345'));
					stream.close();
				},
			}),
		);

	it('is read up to its limit, although no length was announced', async () => {
		expect(await readText(pieces(2), 10)).toBe('1234512345');
		await expect(readText(pieces(3), 10)).rejects.toBeInstanceOf(TooLarge);
	});
});

it.each([
	['http://h', '/metrics', 'http://h/metrics'],
	['http://h/', 'metrics', 'http://h/metrics'],
	['http://h/app', '/metrics', 'http://h/app/metrics'],
	['http://h/app//', '//metrics?x=1', 'http://h/app/metrics?x=1'],
])('%s and %s are %s', (address, path, joined) => {
	expect(joinUrl(address, path)).toBe(joined);
});

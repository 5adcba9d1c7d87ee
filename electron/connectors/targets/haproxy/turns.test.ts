import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('changes happen one after another in the order they were asked for, and an idle target waits for nothing', async () => {
	const turns = createTurns();
	const seen: string[] = [];
	const first = Promise.withResolvers<void>();
	const one = turns.take(async () => {
		seen.push('one begins');
		await first.promise;
		seen.push('one ends');
	});
	expect(seen).toEqual(['one begins']);
	const two = turns.take(async () => seen.push('two'));
	const three = turns.take(async () => seen.push('three'));
	await Promise.resolve();
	expect(seen).toEqual(['one begins']);
	first.resolve();
	await Promise.all([one, two, three]);
	expect(seen).toEqual(['one begins', 'one ends', 'two', 'three']);
});

test('who gives up does not act, and does not let the next one go too early', async () => {
	const turns = createTurns();
	const first = Promise.withResolvers<void>();
	const seen: string[] = [];
	const one = turns.take(async () => {
		await first.promise;
		seen.push('one');
	});
	const abort = new AbortController();
	const two = turns.take(async () => seen.push('two'), abort.signal);
	const three = turns.take(async () => seen.push('three'));
	abort.abort();
	expect(await two).toBeNull();
	await new Promise((resolve) => setImmediate(resolve));
	expect(seen).toEqual([]);
	first.resolve();
	await Promise.all([one, three]);
	expect(seen).toEqual(['one', 'three']);
});

test('a change that throws does not block the next', async () => {
	const turns = createTurns();
	await expect(turns.take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
	expect(await turns.take(async () => 'next')).toBe('next');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMask } from './mask.ts';

test('no secret is seen however the output is cut, and nothing else is lost', () => {
	const secret = fc
		.string({ minLength: 4, maxLength: 12 })
		.filter((text) => text.trim() === text && !/[*x]/.test(text));
	fc.assert(
		fc.property(
			fc.array(secret, { minLength: 1, maxLength: 3 }),
			fc.array(fc.nat(9)),
			fc.nat(3),
			(secrets, cuts, gap) => {
				const text = secrets.join('x'.repeat(gap + 1));
				const mask = createMask(secrets);
				let from = 0;
				let shown = '';
				for (const length of cuts) {
					shown += mask.push(text.slice(from, from + length));
					from = Math.min(text.length, from + length);
				}
				shown += mask.push(text.slice(from)) + mask.end();
				for (const each of secrets) expect(shown).not.toContain(each);
				expect(shown.replaceAll(/[^x]/g, '')).toBe('x'.repeat((gap + 1) * (secrets.length - 1)));
			},
		),
	);
});

test('each line of a key is hidden by itself', () => {
	const mask = createMask(['-----BEGIN KEY-----\nabcdefgh12345678\n-----END KEY-----\n']);
	expect(mask.push('read abcdefgh12345678 today\n') + mask.end()).toBe('read *** today\n');
});

test('a secret that begins with another one is hidden as a whole, wherever it is cut', () => {
	const secrets = ['pass', 'password123', 'ssword'];
	const text = 'a password123 b pass c passwor d ssword e';
	const whole = createMask(secrets);
	const expected = whole.push(text) + whole.end();
	expect(expected).toBe('a *** b *** c ***wor d *** e');
	for (let at = 0; at <= text.length; at += 1) {
		const mask = createMask(secrets);
		expect(mask.push(text.slice(0, at)) + mask.push(text.slice(at)) + mask.end()).toBe(expected);
	}
});

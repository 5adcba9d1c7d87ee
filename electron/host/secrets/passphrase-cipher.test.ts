import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../shared/domain/result.ts';
import type { SecretCipher } from './cipher.ts';
import { createPassphraseCipher, usualCost } from './passphrase-cipher.ts';

const cheap = { n: 2, r: 1, p: 1 };
const key = { with: 'passphrase', passphrase: 'correct horse battery' } as const;
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);

async function opened(kept: JsonValue = null, cost = cheap): Promise<{ cipher: SecretCipher; kept: JsonValue }> {
	const cipher = createPassphraseCipher({ now: () => 0, cost });
	const result = await cipher.open(key, kept);
	if (!result.ok) throw new Error(result.problem.message);
	return { cipher, kept: result.value };
}

async function sealed(cipher: SecretCipher, of: string, value: string): Promise<string> {
	const result = await cipher.seal(of, value);
	if (!result.ok) throw new Error(result.problem.message);
	return result.value;
}

test('whatever is sealed is read again, by whoever has the passphrase, and looks different each time', async () => {
	const { cipher, kept } = await opened();
	const { cipher: next } = await opened(kept);
	await fc.assert(
		fc.asyncProperty(name, fc.string({ unit: 'grapheme', minLength: 1 }), async (of, value) => {
			const text = await sealed(cipher, of, value);
			expect(await next.unseal(of, text)).toEqual({ ok: true, value: { value, isStale: false } });
			expect(await sealed(cipher, of, value)).not.toBe(text);
		}),
	);
});

test('nothing that was changed, or sealed for another name or under another passphrase, is read', async () => {
	const { cipher } = await opened();
	const { cipher: stranger } = await opened();
	await fc.assert(
		fc.asyncProperty(name, name, fc.string({ minLength: 1 }), fc.nat(), async (of, other, value, at) => {
			const text = await sealed(cipher, of, value);
			const bytes = Buffer.from(text, 'base64');
			const place = at % bytes.length;
			bytes[place] = (bytes[place] ?? 0) ^ (1 << (at % 8));
			expect((await cipher.unseal(of, bytes.toString('base64'))).ok).toBe(false);
			expect((await stranger.unseal(of, text)).ok).toBe(false);
			if (other !== of) expect((await cipher.unseal(other, text)).ok).toBe(false);
		}),
	);
});

test('nothing is sealed or read before it is open', async () => {
	const { cipher, kept } = await opened();
	const text = await sealed(cipher, 'prom', 's3cret');
	const closed = createPassphraseCipher({ now: () => 0, cost: cheap });
	expect(await closed.begin(kept)).toMatchObject({ kind: 'locked' });
	expect(await closed.seal('prom', 's3cret')).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
	expect(await closed.unseal('prom', text)).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
});

test('a guess costs what is usual, and the file says how much that was', async () => {
	const { kept } = await opened(null, usualCost);
	expect(kept).toMatchObject({ n: 131_072, r: 8, p: 1 });
	// A host with another cost in mind opens it all the same.
	expect((await opened(kept)).kept).toEqual(kept);
});

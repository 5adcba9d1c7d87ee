import { describe, expect, it } from 'vitest';
import { fileName } from './save-file.ts';

describe('the name of a file', () => {
	it.each([
		[['evidence', 'checkout', '2.4.0'], 'evidence-checkout-2.4.0.json'],
		[['evidence', '../../etc/passwd', 'a b'], 'evidence-etc-passwd-a-b.json'],
		[['Prüfung', '', '***'], 'Prüfung.json'],
	])('%o', (parts, name) => {
		expect(fileName(parts, 'json')).toBe(name);
	});
});

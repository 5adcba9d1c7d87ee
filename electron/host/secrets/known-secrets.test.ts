import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { createKnownSecrets } from './known-secrets.ts';

test('what is known as a secret is in no line of the log and in none of its troubles', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-known-'));
	const known = createKnownSecrets();
	const log = openLog(folder, { hideKnown: known.hide });
	known.add('velvet "quince"');
	log.warn({ said: 'it was velvet "quince" again', deep: { list: [btoa('velvet "quince"')] } }, 'velvet "quince"');
	log.error({ err: new Error('refused velvet "quince"') }, 'nothing of it');
	log.close();
	const text = readFileSync(path.join(folder, 'signalbox.log'), 'utf8');
	rmSync(folder, { recursive: true });
	for (const place of [text, ...log.troubles()]) {
		expect(place).toContain('[hidden]');
		expect(place).not.toMatch(/velvet|quince/);
		expect(place).not.toContain(btoa('velvet "quince"').slice(0, 8));
	}
});

test('only so many are remembered, the newest', () => {
	const known = createKnownSecrets();
	known.add('the-first-secret');
	for (let number = 0; number < 199; number++) known.add(`secret-number-${number}.`);
	known.add('the-first-secret');
	known.add('the-last-secret');
	expect(known.hide('the-first-secret the-last-secret')).toBe('[hidden] [hidden]');
	expect(known.hide('secret-number-0. secret-number-1.')).toBe('secret-number-0. [hidden]');
});
